// What `require` gives is a function, as the npm package `cors` has it.
"use strict";

const compat = require("../dist/cjs/adapters/compat/index.js");

module.exports = Object.assign(compat.default, { CorsOptionsError: compat.CorsOptionsError });
