/** Why a request was blocked, or could not be sent. Codes are stable; one that is given up is not used again. */
export type CauseCode =
  | OriginCauseCode
  | CredentialsCauseCode
  | PreflightCauseCode
  | PermissionCauseCode
  | ExposureCauseCode
  | RedirectCauseCode
  | ModeCauseCode
  | NetworkCauseCode
  | ConnectionCauseCode
  | LookAlikeCauseCode;

/** `Access-Control-Allow-Origin` is not there, or says something else. */
export type OriginCauseCode =
  | "CORS-O01"
  | "CORS-O02"
  | "CORS-O03"
  | "CORS-O04"
  | "CORS-O05"
  | "CORS-O06"
  | "CORS-O07"
  | "CORS-O08"
  | "CORS-O09"
  | "CORS-O10";

/** Credentials are included, and the answer does not allow that. */
export type CredentialsCauseCode = "CORS-C01" | "CORS-C02";

/** The preflight has not the status or the header that it needs. */
export type PreflightCauseCode =
  | "CORS-P01"
  | "CORS-P02"
  | "CORS-P03"
  | "CORS-P04"
  | "CORS-P05"
  | "CORS-P06"
  | "CORS-P07"
  | "CORS-P08"
  | "CORS-P09";

/** Whether a preflight's status explains whatever else is wrong with its answer. */
export function isAboutPreflightStatus(code: CauseCode): boolean {
  return code.startsWith("CORS-P") && code !== "CORS-P05";
}

/** The preflight does not permit a method (M) or a header (H). */
export type PermissionCauseCode =
  | "CORS-M01"
  | "CORS-M02"
  | "CORS-M03"
  | "CORS-M04"
  | "CORS-H01"
  | "CORS-H02"
  | "CORS-H03"
  | "CORS-H04"
  | "CORS-H05";

/** The page gets an answer, and may not have of it what it wants. */
export type ExposureCauseCode = "CORS-X01" | "CORS-X02" | "CORS-X03";

export type RedirectCauseCode =
  | "CORS-R01"
  | "CORS-R02"
  | "CORS-R03"
  | "CORS-R04"
  | "CORS-R05"
  | "CORS-R06"
  | "CORS-R07"
  | "CORS-R08"
  | "CORS-R09"
  | "CORS-R10"
  | "CORS-R11";

/** Schemes, modes and rules beside CORS. */
export type ModeCauseCode =
  | "CORS-S01"
  | "CORS-S02"
  | "CORS-S03"
  | "CORS-S04"
  | "CORS-S05"
  | "CORS-S06"
  | "CORS-S07"
  | "CORS-S08"
  | "CORS-L01"
  | "MIX-01"
  | "CORP-01"
  | "CORP-02"
  | "CORP-03";

/** No answer came; whatever the console says, CORS has no part in it. */
export type NetworkCauseCode =
  | "NET-01"
  | "NET-02"
  | "NET-03"
  | "NET-04"
  | "NET-05"
  | "NET-06"
  | "NET-07"
  | "NET-08"
  | "NET-09"
  | "NET-10"
  | "TLS-01"
  | "TLS-02";

/** The same, and a closer look at the connection told more. */
export type ConnectionCauseCode = "NET-11" | "NET-12" | "NET-13" | "NET-14" | "TLS-03" | "TLS-04" | "TLS-05" | "TLS-06";

/** What gives the page the same error, and a trace alone does not tell. */
export type LookAlikeCauseCode =
  | "URL-01"
  | "URL-02"
  | "CSP-01"
  | "HSTS-01"
  | "EXT-01"
  | "SW-01"
  | "ORB-01"
  | "BODY-01"
  | "BODY-02";
