// What a list of stories does.
import "./keep.js";
import "./pictures.js";
