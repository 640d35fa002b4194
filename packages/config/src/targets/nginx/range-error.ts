import type { KnownFacts } from "../../facts.ts";
import type { Plan } from "../../plan/plan.ts";
import { isAtLeast } from "../../version.ts";
import type { HeaderVariable } from "./header-variables.ts";
import { map } from "./maps.ts";

/**
 * nginx adds headers to a file's answer before it looks at the range that is asked for. If there is no such range, it
 * adds them again, to the error 416: every header would be there twice. So at the second time, when the status is 416
 * and no application said so, their values are empty.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_map_module.html#volatile
 */
export function addedOnce(plan: Plan, headers: readonly HeaderVariable[]): readonly HeaderVariable[] {
  const again = `${plan.name}_again`;
  const guard = [
    "# 1 for nginx's own 416, which has its headers already.",
    ...volatile(
      map('"$status $upstream_status"', again, [
        ["default", '""'],
        ['"416 "', "1"],
      ]),
    ),
  ];
  return headers.map((header, index) => {
    const variable = `${plan.name}_once_${index + 1}`;
    const once = map(`$${again}`, variable, [
      ["default", header.value],
      ["1", '""'],
    ]);
    return {
      header: header.header,
      value: `$${variable}`,
      map: [...header.map, ...(index === 0 ? guard : []), ...volatile(once)],
    };
  });
}

/** A map that is worked out each time that it is asked. */
function volatile([first, ...others]: readonly string[]): readonly string[] {
  return first === undefined ? [] : [first, "  volatile;", ...others];
}

/** Whether there are files, of which a range may be asked for. */
export function servesFiles({ upstream }: KnownFacts): boolean {
  return upstream === "static";
}

/** Whether maps can be volatile. */
export function canAddOnce({ version }: KnownFacts): boolean {
  return isAtLeast(version, "1.11.7");
}
