import { importSite, lint, ReadError } from "@concors/config/read";
import type { LintCode } from "@concors/config/read";
import { describe, expect, test } from "vitest";

/** A program with these calls on the builder of its policy. */
const policy = (calls: string): string => `var builder = WebApplication.CreateBuilder(args);
builder.Services.AddCors(options =>
{
    options.AddPolicy(name: MyAllowSpecificOrigins,
        policy => { policy${calls}; });
});
var app = builder.Build();
app.UseCors(MyAllowSpecificOrigins);`;

interface Row {
  readonly name: string;
  readonly text: string;
  readonly want: readonly LintCode[];
}

const rows: readonly Row[] = [
  {
    name: "Microsoft's guide: two origins, and Vary for those alone",
    text: policy(`.WithOrigins("http://example.com",\n                       "http://www.contoso.com")`),
    want: ["vary-sometimes"],
  },
  {
    name: "one origin, and no Vary at all",
    text: policy(`.WithOrigins("https://example.com")`),
    want: ["vary-missing"],
  },
  { name: "everybody", text: policy(`.AllowAnyOrigin().AllowAnyMethod().AllowAnyHeader()`), want: [] },
  {
    name: "everybody beside credentials, which ASP.NET Core refuses to start with",
    text: policy(`.AllowAnyOrigin().AllowCredentials()`),
    want: ["any-origin-with-credentials"],
  },
  {
    name: "the way around that: whoever asks, with credentials",
    text: `app.UseCors(x => x
  .AllowAnyMethod()
  .AllowAnyHeader()
  .SetIsOriginAllowed(origin => true) // allow any origin
  .AllowCredentials());`,
    want: ["reflects-any-origin", "vary-sometimes"],
  },
  {
    name: "the same, of a parameter without a name",
    text: policy(`.SetIsOriginAllowed(_ => true).AllowCredentials()`),
    want: ["reflects-any-origin", "vary-sometimes"],
  },
  {
    name: "a slash at the end",
    text: policy(`.WithOrigins("https://example.com/")`),
    want: ["origin-never-sent", "vary-missing"],
  },
  {
    name: "a wildcard that is not switched on",
    text: policy(`.WithOrigins("https://*.example.com")`),
    want: ["origin-never-sent", "vary-missing"],
  },
  {
    name: "a wildcard that is",
    text: policy(`.WithOrigins("https://*.example.com").SetIsOriginAllowedToAllowWildcardSubdomains()`),
    want: ["vary-sometimes"],
  },
  {
    name: "one's own computer, of any scheme and port",
    text: policy(`.SetIsOriginAllowed(origin => new Uri(origin).Host == "localhost")`),
    want: ["vary-sometimes"],
  },
  {
    name: "a host, of any scheme and port",
    text: policy(`.SetIsOriginAllowed(origin => new Uri(origin).Host == "example.com")`),
    want: ["scheme-optional", "vary-sometimes"],
  },
  {
    name: "the end of a host, without a dot",
    text: policy(`.SetIsOriginAllowed(origin => new Uri(origin).Host.EndsWith("example.com"))`),
    want: ["wildcard-glued", "scheme-optional", "vary-sometimes"],
  },
  {
    name: "the end of the origin",
    text: policy(`.SetIsOriginAllowed(o => o.EndsWith("example.com"))`),
    want: ["prefix-or-suffix-match", "vary-sometimes"],
  },
  {
    name: "Web API: one origin, in an attribute",
    text: `[EnableCors(origins: "http://mywebclient.azurewebsites.net", headers: "*", methods: "*")]
public class TestController : ApiController { }`,
    want: ["vary-missing"],
  },
  {
    name: "Web API: everybody beside credentials is whoever asks",
    text: `var cors = new EnableCorsAttribute("*", "*", "*") { SupportsCredentials = true };\nconfig.EnableCors(cors);`,
    want: ["reflects-any-origin", "vary-missing"],
  },
  { name: "the name of a policy", text: `[EnableCors("Own")] public class TestController { }`, want: [] },
  {
    name: "a parameter in brackets",
    text: `app.UseCors(b => b.AllowAnyHeader().SetIsOriginAllowed((host) => true).AllowCredentials());`,
    want: ["reflects-any-origin", "vary-sometimes"],
  },
  {
    name: "the start of a host, behind what no origin is",
    text: policy(`.SetIsOriginAllowed(origin =>
    {
        if (string.IsNullOrWhiteSpace(origin)) return false;
        try
        {
            var uri = new Uri(origin);
            return uri.Host == "localhost" || uri.Host.StartsWith("192.168.40");
        }
        catch
        {
            return false;
        }
    })`),
    want: ["expression-without-end", "vary-sometimes"],
  },
  {
    name: "the start of the origin, which ends in a port",
    text: policy(`.SetIsOriginAllowed(origin => origin.StartsWith("http://localhost:", StringComparison.Ordinal))`),
    want: ["vary-sometimes"],
  },
  {
    name: "headers by hand, for everybody beside credentials",
    text: `app.Use(async (context, next) => {
  context.Response.Headers.Add("Access-Control-Allow-Origin", "*");
  context.Response.Headers["Access-Control-Allow-Credentials"] = "true";
  await next();
});`,
    want: ["any-origin-with-credentials"],
  },
  {
    name: "headers by hand, of whoever asks",
    text: `void Application_BeginRequest() {
  var origin = HttpContext.Current.Request.Headers["Origin"];
  Response.AppendHeader("Access-Control-Allow-Origin", origin);
  Response.AppendHeader("Access-Control-Allow-Credentials", "true");
}`,
    want: ["reflects-any-origin", "vary-missing"],
  },
];

describe("C# as it is published", () => {
  test.each(rows)("$name", ({ text, want }) => {
    expect(lint([{ path: "Program.cs", text }]).map(({ code }) => code)).toEqual(want);
  });
});

describe("texts of C#", () => {
  test.each([
    "#region Don't\n#endregion",
    'var a = $"{b["c"]}\'";',
    'var a = @"c:\\";',
    'var a = @"""";',
    `var a = '"';`,
    'var a = """ it\'s " """;',
    'var a = $@"{b} ""c"" \\";',
    'var a = $@"{{ {B("c")} ""d""";',
  ])("%s has a quote that opens nothing", (line) => {
    const text = `${line}\n${policy(".AllowAnyOrigin()")}`;
    expect(importSite([{ path: "Program.cs", text }]).site).toEqual({ fallback: { origins: "*" } });
  });
});

describe("C# is read back", () => {
  const read = (text: string): unknown => {
    const { site, unseen } = importSite([{ path: "Program.cs", text }]);
    return { site, unseen: unseen.map(({ why }) => why) };
  };

  test("with everything that a builder says", () => {
    const text = policy(`
      .WithOrigins(new[] { "https://App.example.com", "https://b.example.com" })
      .WithMethods(HttpMethods.Put, "DELETE")
      .WithHeaders(HeaderNames.ContentType, "X-A")
      .WithExposedHeaders("ETag")
      .AllowCredentials()
      .SetPreflightMaxAge(TimeSpan.FromMinutes(10))`);
    expect(read(text)).toEqual({
      site: {
        fallback: {
          origins: ["https://app.example.com", "https://b.example.com"],
          credentials: true,
          methods: ["PUT", "DELETE"],
          requestHeaders: ["Content-Type", "X-A"],
          exposedHeaders: ["ETag"],
          maxAge: 600,
        },
      },
      unseen: [],
    });
  });

  test("with the policy that the program uses, and a sentence on the others", () => {
    const text = `services.AddCors(options => {
  options.AddPolicy("Open", p => p.AllowAnyOrigin());
  options.AddPolicy("Own", p => p.WithOrigins("https://a.example.com", "https://b.example.com"));
});
app.UseCors("Own");`;
    expect(read(text)).toEqual({
      site: { fallback: { origins: ["https://a.example.com", "https://b.example.com"] } },
      unseen: ['The policy "Open" is no path that a site can have a policy for: what it says is left out.'],
    });
  });

  test("with a sentence where it depends on where the program runs", () => {
    const text = `services.AddCors(options => options.AddDefaultPolicy(policy =>
{
    if (builder.Environment.IsDevelopment()) policy.SetIsOriginAllowed(_ => true);
    else policy.WithOrigins("https://a.example.com", "https://b.example.com").AllowCredentials();
}));`;
    expect(read(text)).toEqual({
      site: { fallback: { origins: ["https://a.example.com", "https://b.example.com"], credentials: true } },
      unseen: ["What is allowed depends on where the program runs: of what it says twice, the last is taken."],
    });
  });

  test.each([
    policy(`.SetIsOriginAllowed(origin => { if (origin == "https://a.example.com") return false; return true; })`),
    policy(`.SetIsOriginAllowed(origin => { try { return Known(origin); } catch { return true; } })`),
    policy(`.WithOrigins(configuration["Origins"].Split(","))`),
    policy(`.WithOrigins(origins)`),
    policy(`.WithOrigins($"https://{host}")`),
    policy(`.SetIsOriginAllowed(IsAllowed)`),
    policy(`.SetIsOriginAllowed(origin => known.Any(host => origin == host))`),
    policy(`.SetIsOriginAllowed(origin => origin != "https://a.example.com" && IsKnown(origin))`),
  ])("%s is not told", (text) => {
    expect(read(text)).toEqual({
      site: { fallback: "none" },
      unseen: ["Which origins may read is not told by this file alone."],
    });
  });

  test.each([
    { text: `cors("a`, message: "Program.cs:1:6: a quote is not closed" },
    { text: `cors(@"a`, message: "Program.cs:1:6: a quote is not closed" },
    { text: `cors(a`, message: "Program.cs:1:5: a bracket is not closed" },
  ])("$text is refused with a place", ({ text, message }) => {
    const refused = (): unknown => lint([{ path: "Program.cs", text }]);
    expect(refused).toThrow(ReadError);
    expect(refused).toThrow(message);
  });
});
