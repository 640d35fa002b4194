import { existsSync } from "node:fs";
import { freePort, startProgram } from "@concors/config/verify";
import type { Rig } from "@concors/config/verify";
import { applicationLacks, behaviourData, textOf } from "./application.ts";

/** Debian's, which has the packages. */
const python = "/usr/bin/python3";
const packages = "/usr/lib/python3/dist-packages";

/** Flask and flask-cors: a snippet is written behind `app = Flask(__name__)`. */
export const flaskRig: Rig = pythonRig(
  "flask",
  ["flask", "flask_cors", "gunicorn"],
  "apt-get install python3-flask python3-flask-cors gunicorn",
  (snippet) => `
from flask import Flask, request, Response
app = Flask(__name__)
${snippet}
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "patch", "DELETE", "QUERY", "PURGE"]

@app.route("/", defaults={"path": ""}, methods=METHODS)
@app.route("/<path:path>", methods=METHODS)
def application(path):
    status, headers, body = behave(request.method, path, request.headers.get("Origin"))
    response = Response(body, status=status)
    for name, value in headers:
        response.headers.add(name, value)
    return response
`,
);

/** Django and django-cors-headers: a snippet is what the settings say besides. */
export const djangoRig: Rig = pythonRig(
  "django",
  ["django", "corsheaders", "gunicorn"],
  "apt-get install python3-django python3-django-cors-headers gunicorn",
  (snippet) => `
import re
from django.conf import settings
def given():
${snippet.replaceAll(/^/gm, "    ")}
    return locals()
settings.configure(DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="none",
    INSTALLED_APPS=["corsheaders"], MIDDLEWARE=[
    "corsheaders.middleware.CorsMiddleware", "django.middleware.common.CommonMiddleware"], **given())
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import re_path

def application(request):
    status, headers, body = behave(request.method, request.path, request.headers.get("Origin"))
    response = HttpResponse(body, status=status)
    # A response of Django's has one line of a name.
    for name, value in headers:
        response[name] = value if name not in response else response[name] + ", " + value
    return response

urlpatterns = [re_path(r"^.*$", application)]
app = get_wsgi_application()
`,
);

/** FastAPI: a snippet is written behind `app = FastAPI()`. */
export const fastapiRig: Rig = pythonRig(
  "fastapi",
  ["fastapi", "uvicorn"],
  "apt-get install python3-fastapi uvicorn",
  (snippet) => `
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
app = FastAPI()
${snippet}
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "patch", "DELETE", "OPTIONS", "QUERY", "PURGE"]

async def application(request: Request):
    status, headers, body = behave(request.method, request.url.path, request.headers.get("Origin"))
    response = Response(body, status_code=status)
    for name, value in headers:
        response.headers.append(name, value)
    return response

app.router.add_route("/{path:path}", application, methods=METHODS)
`,
);

function pythonRig(
  target: "flask" | "django" | "fastapi",
  needs: readonly string[],
  how: string,
  application: (snippet: string) => string,
): Rig {
  return {
    target,
    facts: {},
    lacks: applicationLacks,
    missing: () => (needs.every((name) => existsSync(`${packages}/${name}`)) ? null : how),
    start: async (input) => {
      const port = await freePort();
      const serve = needs.includes("uvicorn")
        ? `uvicorn main:app --port ${port} --http h11 --log-level critical`
        : `gunicorn main:app -b 127.0.0.1:${port} -k gthread --threads 8 --log-level critical`;
      return startProgram(port, {
        files: { "main.py": `${behave}${application(textOf(input))}`, "behaviours.json": behaviourData },
        check: [python, "-m", "py_compile", "main.py"],
        command: [python, "-m", ...serve.split(" ")],
      });
    },
  };
}

const behave = `
import json
with open("behaviours.json") as file:
    DATA = json.load(file)

def behave(method, path, origin):
    segment = path.split("/")[-1] or "ok"
    does = DATA["behaviours"].get(segment, DATA["behaviours"]["ok"])
    headers = [[DATA["upstreamHeader"], segment], *DATA["commonHeaders"], *does["headers"]]
    if does["reflects"]:
        headers += [["Access-Control-Allow-Origin", origin or "*"], ["Access-Control-Allow-Credentials", "true"]]
    return does["optionsStatus" if method == "OPTIONS" else "status"], headers, "" if method == "HEAD" else does["body"]
`;
