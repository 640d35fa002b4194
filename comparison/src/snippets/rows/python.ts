import type { Snippet } from "../snippet.ts";

export const pythonSnippets: readonly Snippet[] = [
  {
    name: "enable-cors.org: flask-cors, its simplest use",
    source: "https://github.com/monsur/enable-cors.org/blob/98fe09082f67877e87b6f65678f6571d33ef15e6/server_flask.html",
    server: "flask",
    policy: "P2",
    files: { "cors.py": `from flask_cors import CORS\ncors = CORS(app)` },
    lint: [],
  },
  {
    name: "flask-cors' documentation: cookies",
    source: "https://github.com/corydolphin/flask-cors/blob/3.0.4/docs/api.rst",
    server: "flask",
    policy: "P1",
    files: { "cors.py": `from flask_cors import CORS\nCORS(app, supports_credentials=True)` },
    lint: ["reflects-any-origin", "vary-sometimes"],
  },
  {
    name: "a blog: all origins, with credentials",
    source: "https://blog.csdn.net/weixin_30484739/article/details/94866512",
    server: "django",
    policy: "P1",
    files: {
      "settings.py": `CORS_ORIGIN_ALLOW_ALL = True
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_METHODS = ("DELETE", "GET", "OPTIONS", "POST", "PUT")
CORS_ALLOW_HEADERS = ("authorization", "content-type")`,
    },
    lint: ["reflects-any-origin"],
  },
  {
    name: "django-cors-headers' documentation until version 3: an optional scheme",
    source: "https://pypi.org/project/django-cors-headers/1.2.0/",
    server: "django",
    policy: "P1",
    files: {
      "settings.py": String.raw`CORS_ORIGIN_REGEX_WHITELIST = (r"^(https?://)?(\w+\.)?preview\.example\.com$", r"^(https?://)?app\.example\.com$")
CORS_ALLOW_CREDENTIALS = True`,
    },
    lint: ["scheme-optional", "scheme-optional"],
  },
  {
    name: "django-cors-headers' documentation: an expression",
    source: "https://github.com/adamchainz/django-cors-headers#cors_allowed_origin_regexes-sequencestr--patternstr",
    server: "django",
    policy: "P1",
    files: {
      "settings.py": String.raw`CORS_ALLOWED_ORIGINS = ["https://app.example.com"]
CORS_ALLOWED_ORIGIN_REGEXES = [r"^https://\w+\.preview\.example\.com$"]
CORS_ALLOW_CREDENTIALS = True`,
    },
    lint: [],
  },
  {
    name: "a blog: all of everything, with credentials",
    source: "https://segmentfault.com/a/1190000041199419",
    server: "fastapi",
    policy: "P1",
    files: {
      "cors.py": `from fastapi.middleware.cors import CORSMiddleware
app.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)`,
    },
    lint: ["reflects-any-origin", "headers-missing-on-errors", "vary-sometimes"],
  },
];
