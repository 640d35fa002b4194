import { allAbilities } from "../plan/abilities.ts";
import { varies } from "../plan/grant-headers.ts";
import { originsExpression } from "../plan/origin-expression.ts";
import { isExact } from "../plan/plan.ts";
import type { Grant, Plan } from "../plan/plan.ts";
import type { Emitted, Target } from "../target.ts";
import { listOf } from "./header-words.ts";
import { frontLosses } from "./application.ts";
import { lines } from "./lines.ts";

/**
 * The CORS middleware, and one before it: the framework's own sends `Vary` only where it allows an origin.
 *
 * @see https://learn.microsoft.com/aspnet/core/security/cors
 * @see https://github.com/dotnet/aspnetcore/blob/main/src/Middleware/CORS/src/Infrastructure/CorsService.cs
 */
export const aspnetCore: Target = {
  name: "aspnet-core",
  title: "ASP.NET Core",
  tier: "schema-checked",
  version: "8.0.0",
  // Collection expressions are C# 12.
  oldest: "8.0.0",
  can: (facts) => ({
    ...allAbilities,
    routes: false,
    starTakesAuthorization: true,
    always: [...frontLosses(facts), { code: "errors-missing", field: "errors", effect: "narrower" }],
  }),
  emit: (plan): Emitted => ({
    files: [
      {
        path: "SiteCors.cs",
        where:
          "in the project; builder.Services.AddSiteCors(), and app.UseSiteCors() before authentication and endpoints",
        text: lines(...source(plan)),
        comment: "//",
      },
    ],
    check: ["dotnet build"],
  }),
};

function source({ fallback }: Plan): readonly string[] {
  const isVarying = fallback !== null && varies(fallback);
  return [
    "using System.Text.RegularExpressions;",
    "using Microsoft.AspNetCore.Cors.Infrastructure;",
    "",
    "public static class SiteCors",
    "{",
    "    public static IServiceCollection AddSiteCors(this IServiceCollection services) =>",
    "        services.AddCors(options => options.AddDefaultPolicy(Configure));",
    "",
    "    public static IApplicationBuilder UseSiteCors(this IApplicationBuilder app)",
    "    {",
    ...(isVarying ? varyMiddleware : []),
    "        return app.UseCors();",
    "    }",
    "",
    "    private static void Configure(CorsPolicyBuilder policy)",
    "    {",
    ...(fallback === null ? [] : settings(fallback).map((setting) => `        policy.${setting};`)),
    "    }",
    ...(fallback === null ? [] : matcher(fallback)),
    "}",
  ];
}

const varyMiddleware = [
  "        // Also for origins that are refused and for requests without one: a cache must not mix them up.",
  "        app.Use((context, next) =>",
  "        {",
  "            context.Response.OnStarting(() =>",
  "            {",
  '                context.Response.Headers.Append("Vary", "Origin");',
  "                return Task.CompletedTask;",
  "            });",
  "            return next(context);",
  "        });",
];

function settings(grant: Grant): readonly string[] {
  const { origins, credentials, methods, requestHeaders, exposedHeaders, maxAge } = grant;
  return [
    origins === "*" ? "AllowAnyOrigin()" : "SetIsOriginAllowed(IsAllowed)",
    ...listed("WithMethods", "AllowAnyMethod", listOf(methods)),
    ...listed("WithHeaders", "AllowAnyHeader", listOf(requestHeaders)),
    ...(exposedHeaders.length === 0 ? [] : [`WithExposedHeaders(${quoted(listOf(exposedHeaders))})`]),
    ...(credentials ? ["AllowCredentials()"] : []),
    ...(maxAge === null ? [] : [`SetPreflightMaxAge(TimeSpan.FromSeconds(${maxAge}))`]),
  ];
}

function listed(name: string, any: string, values: readonly string[]): readonly string[] {
  if (values.length === 0) return [];
  return values.includes("*") ? [`${any}()`] : [`${name}(${quoted(values)})`];
}

function quoted(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(", ");
}

/** Our own, since the framework's knows neither any port nor an origin without a host. */
function matcher({ origins }: Grant): readonly string[] {
  if (origins === "*") return [];
  const exact = origins.filter(isExact);
  const patterns = origins.filter((match) => !isExact(match));
  const tests = [
    ...(exact.length > 0 ? ["Origins.Contains(origin)"] : []),
    ...(patterns.length > 0 ? ["Patterns.IsMatch(origin)"] : []),
  ];
  return [
    "",
    `    private static bool IsAllowed(string origin) => ${tests.join(" || ")};`,
    ...(exact.length === 0
      ? []
      : [
          "",
          "    private static readonly HashSet<string> Origins =",
          "    [",
          ...exact.map(({ pattern }) => `        ${JSON.stringify(pattern)},`),
          "    ];",
        ]),
    ...(patterns.length === 0
      ? []
      : [
          "",
          "    private static readonly Regex Patterns = new(",
          `        @"\\A(?:${originsExpression(patterns)})\\z",`,
          "        RegexOptions.CultureInvariant);",
        ]),
  ];
}
