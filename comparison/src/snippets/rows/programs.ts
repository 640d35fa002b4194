import type { Snippet } from "../snippet.ts";

/** A few lines of a program: PHP, JavaScript and Python. */
export const programSnippets: readonly Snippet[] = [
  {
    name: "enable-cors.org: one line",
    source: "https://github.com/monsur/enable-cors.org/blob/98fe09082f67877e87b6f65678f6571d33ef15e6/server_php.html",
    server: "php",
    policy: "P2",
    files: { "cors.php": `<?php\nheader("Access-Control-Allow-Origin: *");` },
  },
  {
    name: "a function that is copied everywhere: whoever asks, with credentials",
    source: "https://gist.github.com/tudorilisoi/b98575ecbdb14060143528530d82bc6e",
    server: "php",
    policy: "P1",
    files: {
      "cors.php": `<?php
function cors() {
    if (isset($_SERVER['HTTP_ORIGIN'])) {
        header("Access-Control-Allow-Origin: {$_SERVER['HTTP_ORIGIN']}");
        header('Access-Control-Allow-Credentials: true');
        header('Access-Control-Max-Age: 86400');
    }
    if ($_SERVER['REQUEST_METHOD'] == 'OPTIONS') {
        if (isset($_SERVER['HTTP_ACCESS_CONTROL_REQUEST_METHOD']))
            header("Access-Control-Allow-Methods: GET, POST, OPTIONS");
        if (isset($_SERVER['HTTP_ACCESS_CONTROL_REQUEST_HEADERS']))
            header("Access-Control-Allow-Headers: {$_SERVER['HTTP_ACCESS_CONTROL_REQUEST_HEADERS']}");
        exit(0);
    }
}
cors();`,
    },
  },
  {
    name: "a gist: hosts in an expression that has neither start nor end",
    source: "https://gist.github.com/laocoi/54143a5d1cdb72d159997042b165fce4",
    server: "php",
    policy: "P1",
    files: {
      "cors.php": String.raw`<?php
$allowedOrigins = array(
    '(http(s)://)?(www\.)?app\.example\.com',
    '(http(s)://)?(.+\.)?preview\.example\.com'
);
if (isset($_SERVER['HTTP_ORIGIN']) && $_SERVER['HTTP_ORIGIN'] != '') {
    foreach ($allowedOrigins as $allowedOrigin) {
        if (preg_match('#' . $allowedOrigin . '#', $_SERVER['HTTP_ORIGIN'])) {
            header('Access-Control-Allow-Origin: ' . $_SERVER['HTTP_ORIGIN']);
            header('Access-Control-Allow-Methods: GET, PUT, POST, DELETE, OPTIONS');
            header('Access-Control-Max-Age: 1000');
            header('Access-Control-Allow-Headers: Content-Type, Authorization, X-Requested-With');
            break;
        }
    }
}`,
    },
  },
  {
    name: "a gist: hosts somewhere in the origin, with credentials",
    source: "https://gist.github.com/rnavarro/3353056",
    server: "php",
    policy: "P1",
    files: {
      "cors.php": `<?php
if (isset($_SERVER['HTTP_ORIGIN'])) {
    $origin = $_SERVER['HTTP_ORIGIN'];
    foreach (array('app.example.com', 'preview.example.com') as $domain) {
        if (strpos($origin, $domain) !== FALSE) {
            header("Access-Control-Allow-Origin: " . $origin);
            break;
        }
    }
    header("Access-Control-Allow-Credentials: true");
    header("Access-Control-Allow-Methods: POST, GET, PUT, DELETE, OPTIONS");
    if (array_key_exists('HTTP_ACCESS_CONTROL_REQUEST_HEADERS', $_SERVER)) {
        header('Access-Control-Allow-Headers: ' . $_SERVER['HTTP_ACCESS_CONTROL_REQUEST_HEADERS']);
    } else {
        header('Access-Control-Allow-Headers: *');
    }
}`,
    },
  },
  {
    name: "cors, its simplest use",
    source: "https://github.com/expressjs/cors#simple-usage-enable-all-cors-requests",
    server: "express",
    policy: "P2",
    files: { "server.js": `import cors from "cors";\napp.use(cors());` },
    lint: [],
  },
  {
    name: "cors: the origin of the request, with credentials",
    source: "https://github.com/expressjs/cors#configuration-options",
    server: "express",
    policy: "P1",
    files: { "server.js": `import cors from "cors";\napp.use(cors({ origin: true, credentials: true }));` },
    lint: ["reflects-any-origin"],
  },
  {
    name: "cors: the end of the origin",
    source: "https://github.com/expressjs/cors#configuration-options",
    server: "express",
    policy: "P1",
    files: {
      "server.js": String.raw`import cors from "cors";
app.use(cors({ origin: ["https://app.example.com", /preview\.example\.com$/], credentials: true }));`,
    },
    lint: ["expression-without-start"],
  },
  {
    name: "enable-cors.org: headers by hand",
    source:
      "https://github.com/monsur/enable-cors.org/blob/98fe09082f67877e87b6f65678f6571d33ef15e6/server_expressjs.html",
    server: "express",
    policy: "P1",
    files: {
      "server.js": `app.use(function (req, res, next) {
  res.header("Access-Control-Allow-Origin", "https://app.example.com");
  res.header("Access-Control-Allow-Headers", "Content-Type, Authorization");
  next();
});`,
    },
    lint: ["preflight-not-answered"],
  },
  {
    name: "Supabase's documentation: headers for everybody",
    source: "https://supabase.com/docs/guides/functions/cors",
    server: "fetch",
    policy: "P2",
    files: {
      "function.js": `const corsHeaders = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "authorization, x-client-info, apikey, content-type",
};
Deno.serve(async (request) => {
  if (request.method === "OPTIONS") {
    return new Response("ok", { headers: corsHeaders });
  }
  const response = application(request);
  const headers = { ...Object.fromEntries(response.headers), ...corsHeaders };
  return new Response(response.body, { status: response.status, headers });
});`,
    },
    lint: ["plain-options-swallowed"],
  },
  {
    name: "enable-cors.org: flask-cors, its simplest use",
    source: "https://github.com/monsur/enable-cors.org/blob/98fe09082f67877e87b6f65678f6571d33ef15e6/server_flask.html",
    server: "flask",
    policy: "P2",
    files: { "cors.py": `from flask_cors import CORS\ncors = CORS(app)` },
  },
  {
    name: "flask-cors' documentation: cookies",
    source: "https://github.com/corydolphin/flask-cors/blob/3.0.4/docs/api.rst",
    server: "flask",
    policy: "P1",
    files: { "cors.py": `from flask_cors import CORS\nCORS(app, supports_credentials=True)` },
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
  },
  {
    name: "rack-cors' documentation: all origins",
    source: "https://github.com/cyu/rack-cors#rails-configuration",
    server: "rack-cors",
    policy: "P2",
    files: {
      "cors.ru": `use Rack::Cors do
  allow do
    origins '*'
    resource '*', headers: :any, methods: [:get, :post, :options]
  end
end`,
    },
  },
  {
    name: "rack-cors' documentation: hosts, and an expression",
    source: "https://github.com/cyu/rack-cors#rack-configuration",
    server: "rack-cors",
    policy: "P1",
    files: {
      "cors.ru": String.raw`use Rack::Cors do
  allow do
    origins 'app.example.com', /\Ahttps:\/\/.+\.preview\.example\.com(:\d+)?\z/
    resource '*', methods: [:get, :post, :put, :delete, :options], headers: ['Content-Type', 'Authorization'],
      expose: ['X-Request-Id', 'ETag'], max_age: 600
  end
end`,
    },
  },
];
