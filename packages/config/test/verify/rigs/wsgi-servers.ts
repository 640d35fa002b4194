import { existsSync } from "node:fs";

/** What runs a WSGI application: `application` of `main.py`. */
export interface WsgiServer {
  readonly command: (port: number) => readonly string[];
  /** As a program's. */
  readonly ready?: string;
  readonly isHere: () => boolean;
  /** What has to be installed for it. */
  readonly packages: string;
}

/**
 * It speaks HTTP. It would listen before it has the application: whoever asked first would wait for as long as that takes
 * to load, which on a busy machine is longer than anybody waits.
 */
export const gunicorn: WsgiServer = {
  command: (port) => [
    "/usr/bin/gunicorn",
    ...`-b 127.0.0.1:${port} --preload -k gthread --threads 8 --log-level critical main:application`.split(" "),
  ],
  isHere: () => existsSync("/usr/bin/gunicorn"),
  packages: "gunicorn",
};

/** It speaks a protocol of its own, which nginx knows. It listens before it has the application, and says when it has. */
export const uwsgi: WsgiServer = {
  ready: "spawned uWSGI worker",
  command: (port) => [
    "/usr/bin/uwsgi-core",
    ..."--plugin python3 --master --workers 2 --die-on-term --need-app --disable-logging".split(" "),
    ...`--uwsgi-socket 127.0.0.1:${port} --module main:application --pythonpath .`.split(" "),
  ],
  isHere: () => existsSync("/usr/bin/uwsgi-core") && existsSync("/usr/lib/uwsgi/plugins/python3_plugin.so"),
  packages: "uwsgi-core uwsgi-plugin-python3",
};
