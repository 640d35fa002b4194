import { expectRandom } from "./expect-random.ts";
import { rigs } from "./rigs/index.ts";

// One half of the servers; the other half is played beside it.
expectRandom(rigs.filter((_, index) => index % 2 === 0));
