import { describe, expect, it } from "vitest";

import { addressOf, isLink, meantBy } from "./links";

describe("links", () => {
  it("are told from words and pages of lessons", () => {
    expect(isLink("#state=1.abc")).toBe(true);
    expect(isLink("#activation=tanh&networkShape=4,2")).toBe(true);
    for (const other of ["", "#epoch", "#learning%20rate", "#lesson/blame/3"])
      expect(isLink(other)).toBe(false);
  });
  it("are read from behind #, damaged ones as they stand", () => {
    expect(meantBy("#state=1.abc")).toBe("state=1.abc");
    expect(meantBy("#learning%20rate")).toBe("learning rate");
    expect(meantBy("#state=1.%E0%A4")).toBe("state=1.%E0%A4");
    expect(meantBy("#100%")).toBe("100%");
  });
  it("lead to where sittings begin, so that each reader has one of their own", () => {
    expect(addressOf("state=1.abc", "http://host:1/s/Ab_1-x/")).toBe("http://host:1/#state=1.abc");
    expect(addressOf("state=1.abc", "http://host/class/s/Ab/?first#epoch")).toBe(
      "http://host/class/#state=1.abc",
    );
    expect(addressOf("state=1.abc", "http://host/")).toBe("http://host/#state=1.abc");
  });
});
