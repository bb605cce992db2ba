// Made by `npm run kernels` from ../assembly/vector.ts; not to be edited.
/** WebAssembly, base64. */
export const vectorKernel =
  'AGFzbQEAAAABCAFgA39/fwF9Ag8BA2VudgZtZW1vcnkCAAADAgEABxACA2RvdAAABm1lbW9yeQIAClYBVAIBewF/IAJBAnQhAgNAIAIgBEsEQCADIAAgBGr9AAQAIAEgBGr9AAQA/eYB/eQBIQMgBEEQaiEEDAELCyAD/R8AIAP9HwGSIAP9HwKSIAP9HwOSCw==';
