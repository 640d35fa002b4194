import { importSite, lint, ReadError } from "@concors/config/read";
import type { LintCode } from "@concors/config/read";
import { describe, expect, test } from "vitest";

/** A configuration of Spring with these calls behind `addMapping`. */
const mapping = (calls: string, path = "/**"): string => `@Configuration
public class WebConfig implements WebMvcConfigurer {
    @Override
    public void addCorsMappings(CorsRegistry registry) {
        registry.addMapping("${path}")${calls};
    }
}`;

/** A configuration with these lines for `config`. */
const source = (...lines: readonly string[]): string => `@Bean
CorsConfigurationSource corsConfigurationSource() {
    CorsConfiguration config = new CorsConfiguration();
    ${lines.join("\n    ")}
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/**", config);
    return source;
}`;

interface Row {
  readonly name: string;
  readonly text: string;
  readonly want: readonly LintCode[];
  readonly path?: string;
}

const rows: readonly Row[] = [
  { name: "Spring's guide: one origin", text: mapping(`.allowedOrigins("http://localhost:8080")`), want: [] },
  { name: "everybody, as addMapping has it", text: mapping(""), want: [] },
  {
    name: "everybody beside credentials, which Spring refuses",
    text: mapping(`.allowedOrigins("*").allowedMethods("*").allowCredentials(true)`),
    want: ["any-origin-with-credentials"],
  },
  {
    name: "the way around that: whoever asks, with credentials",
    text: mapping(
      `\n.allowedOriginPatterns("*")\n.allowedMethods("GET", "POST")\n.allowCredentials(true)\n.maxAge(3600)`,
    ),
    want: ["reflects-any-origin"],
  },
  {
    name: "the same in a source",
    text: source(`config.setAllowCredentials(true);`, `config.addAllowedOriginPattern("*");`),
    want: ["reflects-any-origin"],
  },
  {
    name: "a wildcard that is glued",
    text: source(`config.setAllowedOriginPatterns(Arrays.asList("https://*example.com"));`),
    want: ["wildcard-glued"],
  },
  {
    name: "a wildcard for the port needs no anchors",
    text: source(`config.setAllowedOriginPatterns(List.of("https://*.example.com:*"));`),
    want: [],
  },
  {
    name: "a wildcard where none is read",
    text: source(`config.setAllowedOrigins(List.of("https://*.example.com"));`),
    want: ["origin-never-sent"],
  },
  { name: "a slash at the end is overlooked", text: mapping(`.allowedOrigins("https://example.com/")`), want: [] },
  {
    name: "a path is not",
    text: mapping(`.allowedOrigins(new String[] { "https://example.com/app" })`),
    want: ["origin-never-sent"],
  },
  { name: "an annotation for everybody", text: `@CrossOrigin\n@RestController\nclass Items { }`, want: [] },
  {
    name: "a filter that is copied everywhere: everybody, beside credentials",
    text: `public class SimpleCORSFilter implements Filter {
  public void doFilter(ServletRequest req, ServletResponse res, FilterChain chain) {
    HttpServletResponse response = (HttpServletResponse) res;
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Credentials", "true");
    response.setHeader("Access-Control-Allow-Methods", "POST, GET, PUT, OPTIONS, DELETE");
    response.setHeader("Access-Control-Max-Age", "3600");
    chain.doFilter(req, res);
  }
}`,
    want: ["any-origin-with-credentials"],
  },
  {
    name: "its sibling: whoever asks, with credentials",
    text: `class CorsFilter implements Filter {
  public void doFilter(ServletRequest req, ServletResponse res, FilterChain chain) {
    HttpServletRequest request = (HttpServletRequest) req;
    response.setHeader("Access-Control-Allow-Origin", request.getHeader("Origin"));
    response.setHeader("Access-Control-Allow-Credentials", "true");
    if ("OPTIONS".equalsIgnoreCase(request.getMethod())) { response.setStatus(200); } else { chain.doFilter(req, res); }
  }
}`,
    want: ["reflects-any-origin", "vary-missing", "plain-options-swallowed"],
  },
  {
    name: "by hand, of a list",
    text: `class CorsFilter {
  private static final List<String> ALLOWED = Arrays.asList("https://a.example.com", "https://b.example.com/");
  void doFilter() {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    response.addHeader("Vary", "Origin");
    if (ALLOWED.contains(origin)) { response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin); }
  }
}`,
    want: ["origin-never-sent"],
  },
  {
    name: "by hand, of the end of a host",
    text: `class CorsFilter {
  void doFilter() {
    response.addHeader("Vary", "Origin");
    if (origin.endsWith("example.com")) { response.setHeader("Access-Control-Allow-Origin", origin); }
  }
}`,
    want: ["prefix-or-suffix-match"],
  },
  {
    name: "web sockets ask for no CORS",
    text: `${mapping("")}\nvoid register() { registry.addEndpoint("/ws").setAllowedOriginPatterns("*").setAllowCredentials(true); }`,
    want: [],
  },
  {
    name: "Kotlin",
    path: "WebConfig.kt",
    text: `@Bean
fun cors() = CorsConfiguration().apply {
  allowedOriginPatterns = listOf("https://*.example.com")
  allowedMethods = listOf("*")
  allowCredentials = true
}`,
    want: [],
  },
];

describe("Java as it is published", () => {
  test.each(rows)("$name", ({ text, want, path = "WebConfig.java" }) => {
    expect(lint([{ path, text }]).map(({ code }) => code)).toEqual(want);
  });
});

describe("Java is read back", () => {
  const read = (text: string, path = "WebConfig.java"): unknown => {
    const { site, unseen } = importSite([{ path, text }]);
    return { site, unseen: unseen.map(({ why }) => why) };
  };

  test("with what addMapping does without being told", () => {
    const text = mapping(`.allowedOrigins("https://app.example.com").allowedMethods(HttpMethod.PUT.name())`, "/api/**");
    expect(read(text)).toEqual({
      site: {
        routes: [
          {
            prefix: "/api",
            policy: {
              origins: ["https://app.example.com"],
              methods: ["PUT"],
              requestHeaders: ["*", "Authorization"],
              maxAge: 1800,
            },
          },
        ],
        fallback: "none",
      },
      unseen: [],
    });
  });

  test("with several configurations, each for its paths", () => {
    const text = `
      CorsConfiguration open = new CorsConfiguration().applyPermitDefaultValues();
      CorsConfiguration own = new CorsConfiguration();
      own.setAllowedOrigins(ORIGINS);
      own.setAllowedHeaders(List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE));
      own.setAllowCredentials(true);
      own.setMaxAge(Duration.ofHours(1));
      source.registerCorsConfiguration("/public/**", open);
      source.registerCorsConfiguration("/**", own);
      static final List<String> ORIGINS = List.of("https://app.example.com");`;
    expect(read(text)).toEqual({
      site: {
        routes: [
          {
            prefix: "/public",
            policy: {
              origins: "*",
              methods: ["GET", "HEAD", "POST"],
              requestHeaders: ["*", "Authorization"],
              maxAge: 1800,
            },
          },
        ],
        fallback: {
          origins: ["https://app.example.com"],
          credentials: true,
          methods: ["GET", "HEAD"],
          requestHeaders: ["Authorization", "Content-Type"],
          maxAge: 3600,
        },
      },
      unseen: [],
    });
  });

  test("with annotations, by the paths beside them", () => {
    const text = `@RestController
@RequestMapping("/accounts")
public class AccountController {
  @CrossOrigin(origins = "https://a.example.com", allowedHeaders = {"X-A"}, maxAge = 60)
  @PutMapping("/list")
  public void put() { }

  @GetMapping("/{id}")
  @CrossOrigin("https://b.example.com")
  public Account get() { }
}`;
    expect(read(text)).toEqual({
      site: {
        routes: [
          {
            exact: "/accounts/list",
            policy: { origins: ["https://a.example.com"], methods: ["PUT"], requestHeaders: ["X-A"], maxAge: 60 },
          },
        ],
        fallback: "none",
      },
      unseen: ["/accounts/{id} is no path that a site can have a policy for: what it says is left out."],
    });
  });

  test("with a sentence where it depends on where the program runs", () => {
    const text = source(
      `if (isLocal) { config.setAllowedOrigins(List.of("http://localhost:3000")); }`,
      `else { config.setAllowedOrigins(List.of("https://app.example.com")); }`,
      'config.setAllowedMethods(METHODS.split(","));',
      'String METHODS = "GET, PUT";',
    );
    expect(read(text)).toEqual({
      site: { fallback: { origins: ["https://app.example.com"], methods: ["GET", "PUT"] } },
      unseen: ["What is allowed depends on where the program runs: of what it says twice, the last is taken."],
    });
  });

  test("with a sentence on what comes from somewhere else", () => {
    const text = `${source(`config.setAllowedOrigins(List.of("https://app.example.com"));`)}
      options.getConfigs().forEach(one -> source.registerCorsConfiguration(one.getPath(), one.toCorsConfiguration()));`;
    expect(read(text)).toEqual({
      site: { fallback: { origins: ["https://app.example.com"], methods: ["GET", "HEAD"] } },
      unseen: ["What comes from somewhere else for some paths is not told by this file alone."],
    });
  });

  test("with what is made where it is registered", () => {
    const text = `source.registerCorsConfiguration("/api/**", new CorsConfiguration().applyPermitDefaultValues());`;
    expect(read(text)).toMatchObject({ site: { routes: [{ prefix: "/api", policy: { origins: "*" } }] }, unseen: [] });
  });

  test("with ports of patterns", () => {
    const text = source(`config.setAllowedOriginPatterns(List.of("https://*.example.com:[8080,8081]"));`);
    expect(read(text)).toMatchObject({
      site: { fallback: { origins: ["https://*.example.com:8080", "https://*.example.com:8081"] } },
    });
  });

  test.each([
    source(`config.setAllowedOrigins(properties.getOrigins());`),
    source(`config.setAllowedOrigins(Arrays.asList(origins.split(",")));`),
    mapping(`.allowedOrigins(allowedOrigins)`),
    mapping(`.allowedOrigins("\${app.origin}")`),
    `@CrossOrigin(origins = "\${app.origin}") class Items { }`,
    `class F { void f() { if (isAllowed(origin)) { response.setHeader("Access-Control-Allow-Origin", origin); } } }`,
    `class F { void f() { if (known.origins().contains(origin)) response.setHeader("Access-Control-Allow-Origin", origin); } }`,
  ])("%s is not told", (text) => {
    expect(read(text)).toEqual({
      site: { fallback: "none" },
      unseen: ["Which origins may read is not told by this file alone."],
    });
  });

  test.each([
    { text: `cors("a`, message: "WebConfig.java:1:6: a quote is not closed" },
    { text: `cors("""a`, message: "WebConfig.java:1:6: a quote is not closed" },
    { text: `cors(a`, message: "WebConfig.java:1:5: a bracket is not closed" },
  ])("$text is refused with a place", ({ text, message }) => {
    const refused = (): unknown => lint([{ path: "WebConfig.java", text }]);
    expect(refused).toThrow(ReadError);
    expect(refused).toThrow(message);
  });
});
