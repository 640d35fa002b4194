import { expectRandom } from "./expect-random.ts";
import { rigs } from "./rigs/index.ts";

// The other half of the servers.
expectRandom(rigs.filter((_, index) => index % 2 === 1));
