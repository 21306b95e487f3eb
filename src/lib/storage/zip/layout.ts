/** Numbers of the zip format (PKWARE APPNOTE 6.3), as both sides need them. */
export const signatures = {
  local: 0x04034b50,
  central: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
} as const;

/** What the fields of the format without zip64 hold at most; one more says "look at the larger one". */
export const maximumEntries = 0xffff - 1;
export const maximumOffset = 0xffffffff - 1;

/** Number of the extra field that holds what does not fit. */
export const extra64 = 1;
