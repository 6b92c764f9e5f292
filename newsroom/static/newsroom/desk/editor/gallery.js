// Figures that readers see one after the other. Stored as <figure data-gallery=""> around them.
import { Node } from "django-prose-editor/editor";

// Return where the gallery around the selection begins, with its node; null outside one.
function galleryAround({ selection }) {
  if (selection.node?.type.name === "gallery") return { from: selection.from, node: selection.node };
  const { $from } = selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name === "gallery") return { from: $from.before(depth), node: $from.node(depth) };
  }
  return null;
}

// Return the run of neighbouring figures, at the top of the copy, that the selection touches; null for fewer than two.
function figuresAround({ doc, selection }) {
  let run = null;
  let found = null;
  doc.forEach((node, from) => {
    const to = from + node.nodeSize;
    if (node.type.name !== "figure") {
      run = null;
      return;
    }
    run ??= { from, nodes: [] };
    run.nodes.push(node);
    run.to = to;
    if (from <= selection.to && to >= selection.from) found ??= run;
  });
  return found?.nodes.length > 1 ? found : null;
}

export const Gallery = Node.create({
  name: "gallery",
  group: "block",
  content: "figure+",
  draggable: true,

  addOptions() {
    return { button: "Gallery", title: "Make a gallery of neighbouring pictures, or take it apart" };
  },

  parseHTML() {
    return [{ tag: "figure[data-gallery]", priority: 60 }];
  },

  renderHTML() {
    return ["figure", { "data-gallery": "" }, 0];
  },

  addCommands() {
    return {
      toggleGallery:
        () =>
        ({ state, tr, dispatch }) => {
          const gallery = galleryAround(state);
          const figures = gallery ? null : figuresAround(state);
          if (dispatch && gallery) tr.replaceWith(gallery.from, gallery.from + gallery.node.nodeSize, gallery.node.content);
          if (dispatch && figures) tr.replaceWith(figures.from, figures.to, this.type.create({}, figures.nodes));
          return Boolean(gallery || figures);
        },
    };
  },

  addMenuItems({ buttons, menu }) {
    const { button, title } = this.options;
    menu.defineItem({
      name: this.name,
      groups: "nodes",
      button: buttons.text(button, title),
      enabled: (editor) => editor.can().toggleGallery(),
      active: (editor) => editor.isActive(this.name),
      command: (editor) => editor.chain().focus().toggleGallery().run(),
    });
  },
});
