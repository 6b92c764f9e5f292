// A footnote: a mark in the copy that carries its text. Stored as <sup data-footnote="…"></sup>.
import { Node, updateAttrsDialog } from "django-prose-editor/editor";

export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,

  addOptions() {
    return { button: "Note", title: "Footnote", text: "Text", help: "", done: "Done" };
  },

  addAttributes() {
    return {
      note: {
        default: "",
        parseHTML: (element) => element.dataset.footnote,
        renderHTML: ({ note }) => ({ "data-footnote": note }),
      },
    };
  },

  parseHTML() {
    // Before Superscript, which takes every <sup> for raised words.
    return [{ tag: "sup[data-footnote]", priority: 60 }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["sup", HTMLAttributes];
  },

  addMenuItems({ buttons, menu }) {
    const { button, title, text, help, done } = this.options;
    const ask = updateAttrsDialog(
      { note: { title: text, description: help, format: "textarea", required: true } },
      { title, submitText: done },
    );
    menu.defineItem({
      name: this.name,
      groups: "nodes",
      button: buttons.text(button, title),
      active: (editor) => editor.isActive(this.name),
      async command(editor) {
        const chosen = editor.state.selection.node;
        const attrs = await ask(editor, chosen?.type.name === "footnote" ? chosen.attrs : {});
        if (!attrs?.note.trim()) return;
        const content = { type: "footnote", attrs: { note: attrs.note.trim() } };
        const { from, to } = editor.state.selection;
        const place = chosen?.type.name === "footnote" ? { from, to } : to;
        editor.chain().focus().insertContentAt(place, content).run();
      },
    });
  },
});
