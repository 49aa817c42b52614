// Without this, what is imported of the CommonJS package is an object with a default, and no component.
import module from './node_modules/react-custom-scrollbars-2/lib/index.js';

export const Scrollbars = module.default ?? module.Scrollbars ?? module;
export default Scrollbars;
