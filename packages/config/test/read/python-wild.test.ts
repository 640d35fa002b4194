import { describe, expect, test } from "vitest";
import { importSite, lint, ReadError } from "@concors/config/read";
import type { LintCode } from "@concors/config/read";
import { applyPatch } from "./apply-patch.ts";

/** Programs as they are published, with hosts of examples. Each has exactly these codes. */
const rows: readonly { name: string; text: string; want: readonly LintCode[] }[] = [
  {
    name: "flask-cors as its page begins: everybody, without credentials",
    text: `from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app)`,
    want: [],
  },
  {
    name: "expressions in a loop, of which one has no end",
    text: String.raw`PATTERNS = [r"https://app\.example\.com$", r"https://www\.example\.com"]

def cors(response):
    response.headers.add("Vary", "Origin")
    for pattern in PATTERNS:
        if re.match(pattern, origin):
            response.headers["Access-Control-Allow-Origin"] = origin
    return response`,
    want: ["expression-without-end"],
  },
  {
    name: "flask-cors with credentials and no origins is whoever asks",
    text: `CORS(app, supports_credentials=True)`,
    want: ["reflects-any-origin", "vary-sometimes"],
  },
  {
    name: "flask-cors: the star beside credentials is whoever asks, too",
    text: `CORS(app, resources={r"/api/*": {"origins": "*", "supports_credentials": True}})`,
    want: ["reflects-any-origin", "vary-sometimes"],
  },
  {
    name: "flask-cors: one origin, of which nobody is told",
    text: `CORS(app, origins="https://app.example.com")`,
    want: ["vary-missing"],
  },
  {
    name: "flask-cors: a star makes an expression, which has no end",
    text: String.raw`CORS(app, origins=[r"https://.*\.preview\.example\.com"])`,
    want: ["expression-without-end", "vary-sometimes"],
  },
  {
    name: "flask-cors: expressions as they have to be",
    text: String.raw`CORS(app, origins=[r'^https://app\.example\.com\Z', r'^https://(?:[a-z0-9_-]+\.)+preview\.example\.com\Z'],
     methods=['GET','POST','PUT','DELETE'], allow_headers=['Content-Type','Authorization'],
     expose_headers=['X-Request-Id','ETag'], supports_credentials=True, max_age=7200)`,
    want: ["vary-sometimes"],
  },
  {
    name: "flask-cors for one view",
    text: `@app.route("/items")
@cross_origin(origins=["https://app.example.com/", "https://www.example.com"])
def items():
    return jsonify([])`,
    want: ["origin-never-sent", "vary-sometimes"],
  },
  {
    name: "django-cors-headers for everybody",
    text: `CORS_ORIGIN_ALLOW_ALL = True`,
    want: [],
  },
  {
    name: "django-cors-headers for everybody, with credentials",
    text: `CORS_ALLOW_ALL_ORIGINS = True  # for now\nCORS_ALLOW_CREDENTIALS = True`,
    want: ["reflects-any-origin"],
  },
  {
    name: "django-cors-headers: an expression is compared from the start alone",
    text: String.raw`CORS_ALLOWED_ORIGIN_REGEXES: list[str] = [
    r"^https://\w+.example.com",
]`,
    want: ["expression-dot-unescaped", "expression-without-end"],
  },
  {
    name: "django-cors-headers as it has to be",
    text: String.raw`from corsheaders.defaults import default_headers
CORS_ALLOWED_ORIGINS = ["https://app.example.com"]
CORS_ALLOWED_ORIGIN_REGEXES = [r"^https://(?:[a-z0-9_-]+\.)+preview\.example\.com\Z"]
CORS_ALLOW_HEADERS = (*default_headers, "x-request-id")
CORS_ALLOW_CREDENTIALS = True`,
    want: [],
  },
  {
    name: "django-cors-headers: a host is no origin",
    text: `CORS_ORIGIN_WHITELIST = ("app.example.com", "http://localhost:3000",)`,
    want: ["origin-never-sent"],
  },
  {
    name: "FastAPI as it is copied: everything, with credentials",
    text: `app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)`,
    want: ["headers-missing-on-errors", "reflects-any-origin", "vary-sometimes"],
  },
  {
    name: "FastAPI as its page has it",
    text: `origins = [
    "http://localhost",
    "http://localhost:8080",
]
app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True, allow_methods=["*"], allow_headers=["*"])`,
    want: ["headers-missing-on-errors", "vary-sometimes"],
  },
  {
    name: "Starlette around the application: the whole origin is compared",
    text: String.raw`app = CORSMiddleware(app, allow_origin_regex=r"https://.*\.example\.com")`,
    want: ["vary-sometimes"],
  },
  {
    name: "Starlette: a dot that is any character",
    text: String.raw`middleware = [Middleware(CORSMiddleware, allow_origin_regex="https://app.example.com")]`,
    want: ["expression-dot-unescaped", "headers-missing-on-errors", "vary-sometimes"],
  },
  {
    name: "headers by hand, whoever asks",
    text: `@app.after_request
def after_request(response):
    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin")
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response`,
    want: ["reflects-any-origin", "vary-missing"],
  },
  {
    name: "headers by hand, for a list",
    text: `ALLOWED = {"https://app.example.com", "https://www.example.com"}

def add_cors(response):
    origin = request.headers.get("Origin", "")
    if origin in ALLOWED:
        response.headers.add("Access-Control-Allow-Origin", origin)
        response.headers.add("Vary", "Origin")
    return response`,
    want: ["vary-sometimes"],
  },
  {
    name: "headers by hand, for what ends so",
    text: `def add_cors(response):
    origin = request.META.get("HTTP_ORIGIN", "")
    if origin.endswith("example.com"):
        response["Access-Control-Allow-Origin"] = origin
    response["Vary"] = "Origin"`,
    want: ["prefix-or-suffix-match"],
  },
  {
    name: "headers by hand, for an expression",
    text: String.raw`PATTERN = re.compile(r"https://app\.example\.com")
def add_cors(response):
    origin = request.headers["Origin"]
    response.headers["Vary"] = "Origin"
    if PATTERN.match(origin):
        response.headers["Access-Control-Allow-Origin"] = origin`,
    want: ["expression-without-end"],
  },
  {
    name: "headers in the answer of a function in a cloud",
    text: `def handler(event, context):
    return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": True}}`,
    want: ["any-origin-with-credentials"],
  },
  {
    name: "what is commented, and what a text says, is nothing",
    text: `# CORS(app, supports_credentials=True)\nhelp = """CORS_ALLOW_ALL_ORIGINS = True"""`,
    want: [],
  },
];

describe("Python as it is published", () => {
  test.each(rows)("$name", ({ text, want }) => {
    const codes = lint([{ path: "app.py", text }]).map(({ code }) => code);
    expect(codes.toSorted()).toEqual([...want].toSorted());
  });

  test("expressions that end with \\Z are read back as what they mean", () => {
    const text = rows.find(({ name }) => name === "flask-cors: expressions as they have to be")!.text;
    expect(importSite([{ path: "app.py", text }])).toMatchObject({
      unseen: [],
      site: {
        fallback: {
          origins: ["https://app.example.com", "https://*.preview.example.com"],
          credentials: true,
          methods: ["GET", "POST", "PUT", "DELETE"],
          requestHeaders: ["Content-Type", "Authorization"],
          exposedHeaders: ["X-Request-Id", "ETag"],
          maxAge: 7200,
        },
      },
    });
  });

  test("resources are routes, with what all of them have", () => {
    const text = `CORS(app, max_age=600, resources={
    r"/api/*": {"origins": ["https://app.example.com", "https://www.example.com"], "methods": ["PUT"]},
    r"/public/.*": {"origins": "*", "allow_headers": "Content-Type, X-A"},
})`;
    expect(importSite([{ path: "app.py", text }]).site).toMatchObject({
      routes: [
        {
          prefix: "/api",
          policy: { origins: ["https://app.example.com", "https://www.example.com"], methods: ["PUT"], maxAge: 600 },
        },
        { prefix: "/public", policy: { origins: "*", requestHeaders: ["Content-Type", "X-A"], maxAge: 600 } },
      ],
      fallback: "none",
    });
  });

  test("settings are a policy, with what is left to the library", () => {
    const text = `from datetime import timedelta
CORS_ALLOWED_ORIGINS = ["https://app.example.com"]
CORS_ALLOWED_ORIGINS += ["https://www.example.com"]
CORS_ALLOW_METHODS = ("PUT",)
CORS_ALLOW_HEADERS = list(default_headers) + ["x-id"]
CORS_PREFLIGHT_MAX_AGE = 60
CORS_URLS_REGEX = r"^/api/.*$"`;
    expect(importSite([{ path: "settings.py", text }])).toEqual({
      unseen: [],
      findings: [],
      site: {
        routes: [
          {
            prefix: "/api",
            policy: {
              origins: ["https://app.example.com", "https://www.example.com"],
              methods: ["PUT"],
              requestHeaders: [
                "accept",
                "authorization",
                "content-type",
                "user-agent",
                "x-csrftoken",
                "x-requested-with",
                "x-id",
              ],
              maxAge: 60,
            },
          },
        ],
        fallback: "none",
      },
    });
  });

  test.each([
    `CORS(app, origins=os.environ["ORIGINS"].split(","))`,
    `CORS_ALLOWED_ORIGINS = env.list("ORIGINS")`,
    `app.add_middleware(CORSMiddleware, allow_origins=settings.origins)`,
    `CORS(app, origins=[f"https://{HOST}"])`,
    `def add(response):\n    if origin in load(): response.headers["Access-Control-Allow-Origin"] = origin`,
  ])("%s is not told", (text) => {
    const { site, unseen } = importSite([{ path: "app.py", text }]);
    expect({ fallback: site?.fallback, why: unseen.map(({ why }) => why) }).toEqual({
      fallback: "none",
      why: ["Which origins may read is not told by this file alone."],
    });
  });

  test("the patch for an expression stands between its quotes", () => {
    const text = String.raw`CORS_ALLOWED_ORIGIN_REGEXES = [r"^https://app\.example\.com"]`;
    const [finding] = lint([{ path: "settings.py", text }]);
    const patched = applyPatch(text, finding!.patch!);
    expect(patched).toBe(String.raw`CORS_ALLOWED_ORIGIN_REGEXES = [r"^https://app\.example\.com$"]`);
    expect(lint([{ path: "settings.py", text: patched }])).toEqual([]);
  });

  test.each([
    { text: `CORS(app`, message: "app.py:1:5: a bracket is not closed" },
    { text: `cors = 'b\nc = 1`, message: "app.py:1:8: a quote is not closed" },
    { text: `cors = (1]`, message: "app.py:1:10: a bracket closes nothing" },
  ])("$text is refused with a place", ({ text, message }) => {
    const read = (): unknown => lint([{ path: "app.py", text }]);
    expect(read).toThrow(ReadError);
    expect(read).toThrow(message);
  });
});
