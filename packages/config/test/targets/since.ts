import type { TargetName } from "../../src/index.ts";

/**
 * The words of a server's language that what is generated is made of, and the version that each came with, or one that has
 * it.
 */
export interface Since {
  /** What counts as a word: its first group that is there. */
  readonly words: RegExp;
  readonly since: Readonly<Record<string, string>>;
}

const httpd: Since = {
  words: /^ *<?\/?([A-Z]\w+)|\b(expr=|req_novary|reqenv|onsuccess|always|unset|set|merge)\b(?<!-\w+)|(=\$0)|( in \{)/gm,
  since: {
    SetEnvIf: "1.3",
    "=$0": "2.0.51",
    RewriteEngine: "1.3",
    RewriteCond: "1.3",
    RewriteRule: "1.3",
    Header: "1.3",
    unset: "2.0",
    set: "2.0",
    always: "2.0",
    onsuccess: "2.0",
    merge: "2.2",
    SetEnvIfExpr: "2.4.0",
    reqenv: "2.4.0",
    req_novary: "2.4.0",
    " in {": "2.4.0",
    RequireAny: "2.4.0",
    Require: "1.3",
    "expr=": "2.4.10",
  },
};

/**
 * From the servers' own documents, which say of a word when it came.
 *
 * @see https://nginx.org/en/docs/dirindex.html
 * @see https://httpd.apache.org/docs/2.4/mod/directives.html
 * @see https://docs.haproxy.org/2.2/configuration.html
 * @see https://redmine.lighttpd.net/projects/lighttpd/wiki/Docs_ModMagnet
 * @see https://varnish-cache.org/docs/trunk/whats-new/index.html
 */
export const since: Readonly<Partial<Record<TargetName, Since>>> = {
  nginx: {
    words: /^ *([a-z_]+)\b|\b(always);|(?<=[{] )(return)\b|^ *"(~)|(\(\?<)/gm,
    since: {
      default: "0.8",
      include: "0.8",
      if: "0.8",
      return: "0.8",
      add_header: "0.8",
      proxy_hide_header: "0.8",
      fastcgi_hide_header: "0.8",
      uwsgi_hide_header: "0.8.40",
      map: "0.9.0",
      "~": "0.9.6",
      always: "1.7.5",
      "(?<": "1.11.2",
      volatile: "1.11.7",
      grpc_hide_header: "1.13.10",
      add_header_inherit: "1.29.3",
    },
  },
  apache: httpd,
  "apache-htaccess": httpd,
  haproxy: {
    words:
      /^ *(acl|http-request [\w-]+|http-after-response [\w-]+)|\b(req\.fhdr_cnt|req\.fhdr|path|var|int|bool|str)(?=[( ])|\b(METH_OPTIONS)\b|-m (\w+)|(?<= )(-i)(?= )|(%\[)/gm,
    since: {
      acl: "1.3",
      "-i": "1.3",
      METH_OPTIONS: "1.3",
      path: "1.3",
      "-m": "1.5",
      str: "1.5",
      reg: "1.5",
      beg: "1.5",
      len: "1.5",
      found: "1.5",
      int: "1.6",
      bool: "1.6",
      "%[": "1.5",
      "req.fhdr": "1.5",
      "req.fhdr_cnt": "1.5",
      "http-request set-var": "1.6",
      var: "1.6",
      "http-request return": "2.2",
      "http-after-response del-header": "2.2",
      "http-after-response add-header": "2.2",
      "http-after-response set-header": "2.2",
    },
  },
  lighttpd: {
    words: /^ *((?:server|magnet)\.[\w-]+)|( [:+]= )|\b(lighty\.\w+|r\.\w+)\b/gm,
    since: {
      "server.modules": "1.3",
      "magnet.attract-raw-url-to": "1.4.12",
      " += ": "1.4.12",
      " := ": "1.4.46",
      "magnet.attract-response-start-to": "1.4.56",
      "lighty.r": "1.4.60",
      "r.req_header": "1.4.60",
      "r.req_attr": "1.4.60",
      "r.resp_header": "1.4.60",
    },
  },
  varnish: {
    words:
      /^ *(import \w+|sub vcl_\w+|sub|set|unset|call|if|return)\b|(std\.\w+)|(elsif)|\b(synth|deliver|pass)\b(?=[()])|\b((?:req|resp|bereq)\.\w+)/gm,
    since: {
      sub: "1.0",
      "sub vcl_recv": "1.0",
      "sub vcl_deliver": "1.0",
      "req.http": "1.0",
      "resp.http": "1.0",
      "req.url": "1.0",
      "req.restarts": "2.0",
      set: "1.0",
      if: "1.0",
      elsif: "1.0",
      unset: "2.0",
      call: "1.0",
      return: "2.1",
      pass: "1.0",
      deliver: "1.0",
      "import std": "3.0",
      "std.collect": "3.0",
      "bereq.http": "1.0",
      "req.method": "4.0",
      synth: "4.0",
      "sub vcl_synth": "4.0",
      "sub vcl_backend_fetch": "4.0",
      "sub vcl_req_method": "6.6",
    },
  },
  caddy: {
    words: /^\s*(?:@\S+ )?(map|vars|header|header_down|header_regexp|respond|default)\b|(\{http\.request\.[a-z_]+)/gm,
    since: {
      header: "2.0.0",
      header_down: "2.0.0",
      header_regexp: "2.0.0",
      respond: "2.0.0",
      map: "2.2.0",
      default: "2.2.0",
      vars: "2.5.0",
      "{http.request.header": "2.0.0",
      "{http.request.method": "2.0.0",
      "{http.request.orig_uri": "2.0.0",
    },
  },
};
