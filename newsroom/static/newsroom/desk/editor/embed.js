// Something on another site, of which readers get a link first. Stored as <figure data-embed="…"><a href="…">…</a></figure>.
import { Node, updateAttrsDialog } from "django-prose-editor/editor";

export const Embed = Node.create({
  name: "embed",
  group: "block",
  atom: true,
  draggable: true,

  addOptions() {
    return { button: "Embed", title: "From another site", address: "Address", words: "What it shows", help: "", done: "Done" };
  },

  addAttributes() {
    return {
      address: {
        default: "",
        parseHTML: (element) => element.dataset.embed,
        renderHTML: ({ address }) => ({ "data-embed": address }),
      },
      words: { default: "", parseHTML: (element) => element.textContent.trim(), rendered: false },
    };
  },

  parseHTML() {
    return [{ tag: "figure[data-embed]", priority: 60 }];
  },

  renderHTML({ node, HTMLAttributes }) {
    const { address, words } = node.attrs;
    return ["figure", HTMLAttributes, ["a", { href: address }, words || address]];
  },

  addMenuItems({ buttons, menu }) {
    const { button, title, address, words, help, done } = this.options;
    const ask = updateAttrsDialog(
      {
        address: { type: "string", title: address, description: help, format: "url", required: true },
        words: { type: "string", title: words, required: true },
      },
      { title, submitText: done },
    );
    menu.defineItem({
      name: this.name,
      groups: "nodes",
      button: buttons.text(button, title),
      active: (editor) => editor.isActive(this.name),
      async command(editor) {
        const chosen = editor.state.selection.node;
        const attrs = await ask(editor, chosen?.type.name === "embed" ? chosen.attrs : {});
        if (!attrs?.address.trim()) return;
        const content = { type: "embed", attrs: { address: attrs.address.trim(), words: attrs.words.trim() } };
        editor.chain().focus().insertContent(content).run();
      },
    });
  },
});
