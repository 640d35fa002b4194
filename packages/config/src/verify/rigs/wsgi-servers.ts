import { existsSync } from "node:fs";
import { pythonWith } from "./installed.ts";

/** What runs a WSGI application: `application` of `main.py`. */
export interface WsgiServer {
  /** @param python that has the application's framework */
  readonly command: (port: number, python: string) => readonly string[];
  /** As a program's. */
  readonly ready?: string;
  /** A Python for it that has such a module; null if there is none. */
  readonly python: (module: string) => string | null;
  /** How to get it, and what it is to run, which Debian has in a package of this name. */
  readonly install: (debianPackage: string) => string;
}

/**
 * It speaks HTTP. It would listen before it has the application: whoever asked first would wait for as long as that takes
 * to load, which on a busy machine is longer than anybody waits.
 */
export const gunicorn: WsgiServer = {
  command: (port, python) => [
    python,
    ...`-m gunicorn -b 127.0.0.1:${port} --preload -k gthread --threads 8 --log-level critical main:application`.split(
      " ",
    ),
  ],
  python: (module) => pythonWith(module, "gunicorn"),
  install: (debianPackage) =>
    `pip install ${debianPackage.replace("python3-", "")} gunicorn, or apt-get install ${debianPackage} gunicorn`,
};

const uwsgiFiles = ["/usr/bin/uwsgi-core", "/usr/lib/uwsgi/plugins/python3_plugin.so"];

/** It speaks a protocol of its own, which nginx knows. It listens before it has the application, and says when it has. */
export const uwsgi: WsgiServer = {
  ready: "spawned uWSGI worker",
  command: (port) => [
    "/usr/bin/uwsgi-core",
    ..."--plugin python3 --master --workers 2 --die-on-term --need-app --disable-logging".split(" "),
    ...`--uwsgi-socket 127.0.0.1:${port} --module main:application --pythonpath .`.split(" "),
  ],
  // It brings Debian's Python.
  python: (module) => (uwsgiFiles.every((file) => existsSync(file)) ? pythonWith(module) : null),
  install: (debianPackage) => `apt-get install ${debianPackage} uwsgi-core uwsgi-plugin-python3`,
};
