import { allAbilities } from "../plan/abilities.ts";
import { isExact } from "../plan/plan.ts";
import type { Grant, OriginMatch, Plan } from "../plan/plan.ts";
import type { Emitted, Target } from "../target.ts";
import { allMethods, listOf } from "./header-words.ts";
import { frontLosses } from "./application.ts";
import { lines } from "./lines.ts";

/**
 * A servlet filter before every other, those of Spring Security included. Nothing is left to a default. The filter refuses
 * requests whose method is not listed, so that those that need no preflight are listed too.
 *
 * @see https://docs.spring.io/spring-framework/reference/web/webmvc-cors.html#mvc-cors-filter
 */
export const spring: Target = {
  name: "spring",
  title: "Spring",
  tier: "schema-checked",
  version: "6.2.0",
  // Patterns with any port came with it.
  oldest: "5.3.0",
  can: (facts) => ({
    ...allAbilities,
    routes: false,
    starTakesAuthorization: true,
    always: [
      ...frontLosses(facts),
      { code: "preflight-status", field: "status", effect: "cosmetic" },
      { code: "refused-requests-blocked", field: "status", effect: "narrower" },
    ],
  }),
  emit: (plan): Emitted => ({
    files: [
      {
        path: "CorsConfig.java",
        where: "in a package that the application scans, after the line that names it",
        text: lines(imports, "", ...classOf(plan)),
        comment: "//",
      },
    ],
    check: ["./mvnw compile"],
  }),
};

const imports = [
  "import java.util.List;",
  "import org.springframework.boot.web.servlet.FilterRegistrationBean;",
  "import org.springframework.context.annotation.Bean;",
  "import org.springframework.context.annotation.Configuration;",
  "import org.springframework.core.Ordered;",
  "import org.springframework.web.cors.CorsConfiguration;",
  "import org.springframework.web.cors.UrlBasedCorsConfigurationSource;",
  "import org.springframework.web.filter.CorsFilter;",
];

function classOf({ fallback }: Plan): readonly string[] {
  return [
    "@Configuration(proxyBeanMethods = false)",
    "class CorsConfig {",
    "  @Bean",
    "  FilterRegistrationBean<CorsFilter> corsFilter() {",
    "    CorsConfiguration cors = new CorsConfiguration();",
    ...(fallback === null ? [] : settings(fallback).map((line) => `    cors.${line};`)),
    "    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();",
    '    source.registerCorsConfiguration("/**", cors);',
    "    FilterRegistrationBean<CorsFilter> filter = new FilterRegistrationBean<>(new CorsFilter(source));",
    "    // Before authentication: a preflight has no password.",
    "    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);",
    "    return filter;",
    "  }",
    "}",
  ];
}

function settings(grant: Grant): readonly string[] {
  const { origins, credentials, requestHeaders, exposedHeaders, maxAge } = grant;
  const patterns = origins === "*" ? [] : origins.filter((match) => !isExact(match)).map(originPattern);
  const exact = origins === "*" ? ["*"] : origins.filter(isExact).map(({ pattern }) => pattern);
  return [
    ...setting("setAllowedOrigins", exact),
    ...setting("setAllowedOriginPatterns", patterns),
    ...setting("setAllowedMethods", allMethods(grant)),
    ...setting("setAllowedHeaders", listOf(requestHeaders)),
    ...setting("setExposedHeaders", listOf(exposedHeaders)),
    ...(credentials ? ["setAllowCredentials(true)"] : []),
    ...(maxAge === null ? [] : [`setMaxAge(${maxAge}L)`]),
  ];
}

function setting(name: string, values: readonly string[]): readonly string[] {
  if (values.length === 0) return [];
  return [`${name}(List.of(${values.map((value) => JSON.stringify(value)).join(", ")}))`];
}

/** Any port is `:[*]`. */
function originPattern({ pattern, port }: OriginMatch): string {
  return port === "*" ? pattern.replace(/\*$/, "[*]") : pattern;
}
