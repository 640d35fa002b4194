/** 0: it is allowed; 1: it is blocked; 2: it could not be found out. */
export type ExitStatus = 0 | 1 | 2;
