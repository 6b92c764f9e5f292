// What an article and its comments do.
import "./reads.js";
import "./text-size.js";
import "./keep.js";
import "./pictures.js";
import "./progress.js";
import "./share.js";
import "./mistake.js";
import "./marks.js";
import "./quote.js";
import "./reply.js";
import "./post.js";
import "./draft.js";
import "./remember.js";
import "./counter.js";
import "./proven.js";
import "./thread.js";
import "./live.js";
