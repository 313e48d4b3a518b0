import { describe, expect, it } from "vitest";
import { MemberList } from "../ts/talk/MemberList";

const member = (name: string, owner = false) => `<li class="member" id="member-${name}" data-name="${name}"${owner ? ' data-owner="true"' : ""}>${name}</li>`;

function list(...names: string[]) {
  document.body.innerHTML = `<b data-member-count="3" data-one="1 member" data-many="{0} members">3 members</b><ul id="members">${member("Zoe", true)}${names.map((n) => member(n)).join("")}</ul>`;
  const element = document.querySelector<HTMLElement>("#members")!;
  const members = new MemberList(element, "en");
  const join = (name: string) => {
    const template = document.createElement("template");
    template.innerHTML = member(name);
    members.upsert(template.content);
  };
  return { members, join, names: () => [...element.children].map((e) => e.textContent), element };
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

  it("are counted as they come and go", async () => {
    const { members, join, element } = list("Bea", "Dan");
    members.countChanges();
    join("Ada");
    await new Promise((resolve) => setTimeout(resolve));
    expect(document.querySelector("b")!.textContent).toBe("4 members");
    for (const gone of [...element.children].slice(1)) gone.remove();
    await new Promise((resolve) => setTimeout(resolve));
    expect(document.querySelector("b")!.textContent).toBe("1 member");
  });
});
