const notRead: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "it is not yours to read",
  EPERM: "it is not yours to read",
};

const notWritten: Readonly<Record<string, string>> = {
  ENOENT: "the folder that it would be in is not there",
  EEXIST: "there is a file where its folder would be",
  ENOTDIR: "there is a file where its folder would be",
  EISDIR: "it is a folder",
  EACCES: "it is not yours to write",
  EPERM: "it is not yours to write",
  EROFS: "the disk can only be read",
  ENOSPC: "the disk is full",
};

/** Why the system did not let a file, or a folder, be read. */
export function whyNotRead(error: unknown): string {
  return notRead[codeOf(error)] ?? "it cannot be read";
}

/** Why it did not let one be written. */
export function whyNotWritten(error: unknown): string {
  return notWritten[codeOf(error)] ?? "it cannot be written";
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
