import type { Rig } from "../../../src/verify/index.ts";
import { phpRig, startPhp } from "../../../src/verify/rigs/php.ts";
import { expressRig } from "../../../src/verify/rigs/express.ts";
import { djangoRig, flaskRig, flaskUnderUwsgiRig } from "../../../src/verify/rigs/python.ts";
import { fetchRig } from "../rigs/index.ts";
import { expressApplication } from "./applications/express.ts";
import { fetchApplication } from "./applications/fetch.ts";
import { phpApplication } from "./applications/php.ts";
import { djangoApplication, flaskApplication, flaskUnderUwsgi } from "./applications/python.ts";
import {
  behindApacheByFastCgi,
  behindCaddy,
  behindNginx,
  behindNginxByFastCgi,
  behindNginxByUwsgi,
  behindVarnish,
} from "./fronts.ts";
import type { Front } from "./fronts.ts";
import type { Does, Question } from "./questions.ts";

/** An application, and what people put in front of it. */
export interface Deployment {
  readonly application: Rig;
  readonly does: Does;
  /** As it is asked the matrix. */
  readonly matrix: Rig;
  /** What its platform answers itself. */
  readonly platform?: Question["answers"];
  /** Null for none: it is asked itself. */
  readonly fronts: Readonly<Record<string, Front | null>>;
}

/** How each application that has the policy in itself is run. */
export const deployments: readonly Deployment[] = [
  {
    application: phpApplication,
    matrix: { ...phpRig, start: startPhp, exceptions: {} },
    does: { ranges: true, tooLarge: 413, otherMethod: 405, catches: true },
    fronts: { "behind nginx, by FastCGI": behindNginxByFastCgi, "behind Apache, by FastCGI": behindApacheByFastCgi },
  },
  {
    application: expressApplication,
    matrix: expressRig,
    does: { ranges: true, tooLarge: 413, otherMethod: 404, catches: true },
    fronts: { alone: null, "behind nginx": behindNginx, "behind Caddy": behindCaddy, "behind Varnish": behindVarnish },
  },
  {
    application: fetchApplication,
    matrix: fetchRig,
    does: { ranges: true, tooLarge: 413, otherMethod: 405, catches: false },
    platform: [{ path: "/crash", status: 500 }],
    fronts: { alone: null, "behind Caddy": behindCaddy },
  },
  {
    application: flaskApplication,
    matrix: flaskRig,
    does: { ranges: true, tooLarge: 413, otherMethod: 405, catches: true },
    fronts: { alone: null, "behind nginx": behindNginx },
  },
  {
    application: flaskUnderUwsgi,
    matrix: flaskUnderUwsgiRig,
    does: { ranges: true, tooLarge: 413, otherMethod: 405, catches: true },
    fronts: { "under uWSGI, behind nginx": behindNginxByUwsgi },
  },
  {
    application: djangoApplication,
    matrix: djangoRig,
    // Of a file, it serves all; and it takes a body that is too large for a bad request.
    does: { ranges: false, tooLarge: 400, otherMethod: 405, catches: true },
    fronts: { alone: null, "behind nginx": behindNginx },
  },
];
