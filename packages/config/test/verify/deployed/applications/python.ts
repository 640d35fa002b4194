import { freePort } from "../../../../src/verify/free-port.ts";
import type { Rig } from "../../../../src/verify/index.ts";
import { startProgram } from "../../../../src/verify/server-process.ts";
import { gunicorn, uwsgi } from "../../../../src/verify/rigs/wsgi-servers.ts";
import type { WsgiServer } from "../../../../src/verify/rigs/wsgi-servers.ts";

/** A WSGI application under a server. */
function pythonApplication(target: "flask" | "django", debianPackage: string, source: string, server: WsgiServer): Rig {
  return {
    target,
    facts: { front: "none" },
    lacks: [],
    missing: () => (server.python(target) === null ? server.install(debianPackage) : null),
    start: async ({ generated }) => {
      const port = await freePort();
      const python = server.python(target)!;
      return startProgram(port, {
        files: { "main.py": source, "cors_policy.py": generated.files[0]!.text, "site/a.txt": "0123456789" },
        check: [python, "-m", "py_compile", "main.py"],
        command: server.command(port, python),
        ready: server.ready,
      });
    },
  };
}

const flask = `
import gzip
import os
from flask import Flask, Response, abort, redirect, request, send_from_directory
from cors_policy import Cors

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 500
@app.after_request
def identify(response):
    response.headers["X-Request-Id"] = "7f3a"
    return response

@app.get("/files/<path:name>")
def files(name):
    return send_from_directory("site", name)

@app.post("/upload")
def upload():
    return request.form["a"]

@app.get("/few")
def limited():
    if os.path.exists("few"):
        abort(429)
    open("few", "w").close()
    return "here"

@app.get("/crash")
def crash():
    raise RuntimeError("nobody catches it")

@app.get("/secret")
def secret():
    given = request.authorization
    if given is None or (given.username, given.password) != ("somebody", "secret"):
        return "", 401, {"WWW-Authenticate": 'Basic realm="site"'}
    return "here"

@app.get("/large")
def large():
    response = Response(gzip.compress(b"a" * 4000), mimetype="text/plain")
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response

@app.get("/parts")
def parts():
    return Response(letter for letter in ["a", "b"])

@app.get("/moved")
def moved():
    return redirect("/few")

@app.get("/own")
def own():
    return "own", {"Access-Control-Allow-Origin": "*", "Access-Control-Max-Age": "1", "Vary": "Accept"}

@app.get("/cached")
def cached():
    response = Response("kept", headers={"Cache-Control": "public, max-age=60", "Vary": "Accept-Encoding"})
    response.set_etag("v1")
    return response.make_conditional(request)

@app.get("/file-of-server")
def file_of_server():
    return "", {"X-Accel-Redirect": "/front/a.txt"}

app.wsgi_app = Cors(app.wsgi_app)
application = app
`;

export const flaskApplication: Rig = pythonApplication("flask", "python3-flask", flask, gunicorn);
export const flaskUnderUwsgi: Rig = pythonApplication("flask", "python3-flask", flask, uwsgi);

const django = `
import base64
from django.conf import settings
settings.configure(
    DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="none", DATA_UPLOAD_MAX_MEMORY_SIZE=500,
    MIDDLEWARE=[
        "main.identify", "django.middleware.security.SecurityMiddleware", "django.middleware.gzip.GZipMiddleware",
        "django.middleware.http.ConditionalGetMiddleware", "django.middleware.common.CommonMiddleware"])
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import path
from django.views.decorators.http import require_GET
from django.views.static import serve
from cors_policy import Cors

few = []

def identify(get_response):
    def middleware(request):
        response = get_response(request)
        response["X-Request-Id"] = "7f3a"
        return response
    return middleware

def upload(request):
    return HttpResponse(request.POST["a"])

def limited(request):
    if few:
        return HttpResponse(status=429)
    few.append(1)
    return HttpResponse("here")

def crash(request):
    raise RuntimeError("nobody catches it")

def secret(request):
    given = base64.b64decode(request.headers.get("Authorization", "").replace("Basic ", ""))
    if given == b"somebody:secret":
        return HttpResponse("here")
    response = HttpResponse(status=401)
    response["WWW-Authenticate"] = 'Basic realm="site"'
    return response

def large(request):
    return HttpResponse("a" * 4000, content_type="text/plain")

@require_GET
def parts(request):
    return StreamingHttpResponse(letter for letter in ["a", "b"])

def moved(request):
    return HttpResponseRedirect("/few")

def own(request):
    response = HttpResponse("own")
    for name, value in {"Access-Control-Allow-Origin": "*", "Access-Control-Max-Age": "1", "Vary": "Accept"}.items():
        response[name] = value
    return response

def cached(request):
    response = HttpResponse("kept" * 100)
    response["Cache-Control"] = "public, max-age=60"
    response["ETag"] = '"v1"'
    return response

def file_of_server(request):
    response = HttpResponse()
    response["X-Accel-Redirect"] = "/front/a.txt"
    return response

urlpatterns = [
    path("files/<path:path>", serve, {"document_root": "site"}),
    path("upload", upload), path("few", limited), path("crash", crash), path("secret", secret), path("large", large),
    path("parts", parts), path("moved", moved), path("own", own), path("cached", cached),
    path("file-of-server", file_of_server),
]
application = Cors(get_wsgi_application())
`;

export const djangoApplication: Rig = pythonApplication("django", "python3-django", django, gunicorn);
