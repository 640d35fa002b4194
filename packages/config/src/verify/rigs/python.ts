import { freePort } from "../free-port.ts";
import type { Rig, RigInput } from "../rig.ts";
import { startProgram } from "../server-process.ts";
import { applicationLacks, behaviourData } from "./application.ts";
import { gunicorn, uwsgi } from "./wsgi-servers.ts";
import type { WsgiServer } from "./wsgi-servers.ts";

const flask = (own: string): string => `
from flask import Flask, request, Response
from cors_policy import Cors
${own}
app = Flask(__name__)
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "patch", "DELETE", "OPTIONS", "QUERY", "PURGE"]

@app.route("/", defaults={"path": ""}, methods=METHODS, provide_automatic_options=False)
@app.route("/<path:path>", methods=METHODS, provide_automatic_options=False)
def answer(path):
    status, headers, body = behave(request.method, path, request.headers.get("Origin"))
    response = Response(body, status=status)
    for name, value in headers:
        response.headers.add(name, value)
    return response

app.wsgi_app = Cors(app.wsgi_app)
application = app
`;

export const flaskRig: Rig = pythonRig("flask", "python3-flask", flask, gunicorn);
export const flaskUnderUwsgiRig: Rig = pythonRig("flask", "python3-flask", flask, uwsgi);

const django = (own: string): string => `
import django
from django.conf import settings
settings.configure(DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="none", MIDDLEWARE=[
    "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"])
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt
from cors_policy import Cors
${own}

@csrf_exempt
def answer(request):
    status, headers, body = behave(request.method, request.path, request.headers.get("Origin"))
    response = HttpResponse(body, status=status)
    # A response of Django's has one line of a name.
    for name, value in headers:
        response[name] = value if name not in response else response[name] + ", " + value
    return response

urlpatterns = [re_path(r"^.*$", answer)]
application = Cors(get_wsgi_application())
`;

export const djangoRig: Rig = pythonRig("django", "python3-django", django, gunicorn);

function pythonRig(
  target: "flask" | "django",
  debianPackage: string,
  application: (own: string) => string,
  server: WsgiServer,
): Rig {
  return {
    target,
    facts: { front: "none" },
    lacks: applicationLacks,
    missing: () => (server.python(target) === null ? server.install(debianPackage) : null),
    start: async ({ generated, own }: RigInput) => {
      const port = await freePort();
      const python = server.python(target)!;
      return startProgram(port, {
        files: {
          "main.py": `${behave}${application(own)}`,
          "behaviours.json": behaviourData,
          "cors_policy.py": generated.files[0]!.text,
        },
        check: [python, "-m", "py_compile", "cors_policy.py"],
        command: server.command(port, python),
        ready: server.ready,
      });
    },
  };
}

/** Defines `behave`, which does what the application behind a server does, by the method, the path and the origin. */
export const behave = `
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
