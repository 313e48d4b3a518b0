import { describe, expect, it } from "vitest";
import { MemberList } from "../ts/talk/MemberList";

const member = (name: string, owner = false) => `<li class="member" id="member-${name}" data-name="${name}"${owner ? ' data-owner="true"' : ""}>${name}</li>`;

function list(...names: string[]) {
  document.body.innerHTML = `<b data-member-count="3" data-one="1 member" data-many="{0} members">3 members</b><ul id="members">${member("Zoe", true)}${names.map((n) => member(n)).join("")}</ul><p id="more-members" hidden data-more="and {0} more"></p>`;
  const element = document.querySelector<HTMLElement>("#members")!;
  const members = new MemberList(element, "en");
  const take = (html: string) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    members.upsert(template.content);
  };
  const join = (name: string, count = 3) => take(`${member(name)}<data value="${count}"></data>`);
  const leave = (name: string, count = 3) => take(`<data value="${count}" data-left="${name}"></data>`);
  return { take, join, leave, names: () => [...element.children].map((e) => e.textContent), element };
}

describe("the people of a room", () => {
  it("stand by name, owners first, each once", () => {
    const { join, names } = list("Bea", "Dan");
    join("Cid");
    join("Eve");
    join("Ada");
    join("Cid");
    expect(names()).toEqual(["Zoe", "Ada", "Bea", "Cid", "Dan", "Eve"]);
  });

  it("keep what the page knew of them", () => {
    const { join, element } = list();
    join("Zoe");
    expect(element.querySelector<HTMLElement>("#member-Zoe")!.dataset.owner).toBe("true");
  });

  it("are counted by the server, since the list may hold only the first of them", () => {
    const { join, leave, names } = list("Bea", "Dan");
    const [count, more] = [document.querySelector("b")!, document.querySelector<HTMLElement>("#more-members")!];
    join("Ada", 4);
    expect(count.textContent).toBe("4 members");
    expect(more.hidden).toBe(true);
    join("Ada", 250); // said again, as after a lost connection, when there are many more
    expect(count.textContent).toBe("250 members");
    expect(more.textContent).toBe("and 246 more");
    leave("somebody-not-listed", 249);
    expect(count.textContent).toBe("249 members");
    expect(more.textContent).toBe("and 245 more");
    leave("Ada", 3);
    expect(names()).toEqual(["Zoe", "Bea", "Dan"]);
    expect(more.hidden).toBe(true);
    leave("Bea", 2);
    leave("Dan", 1);
    expect(count.textContent).toBe("1 member");
  });

  it("are listed anew for a page that has missed changes", () => {
    const { take, names, element } = list("Bea", "Dan");
    const bea = element.querySelector("#member-Bea");
    take(`${member("Zoe")}${member("Bea")}${member("Eve", true)}<data data-all value="3"></data>`);
    expect(names()).toEqual(["Eve", "Bea", "Zoe"]);
    expect(element.querySelector("#member-Bea")).toBe(bea);
    expect(document.querySelector("b")!.textContent).toBe("3 members");
  });
});
