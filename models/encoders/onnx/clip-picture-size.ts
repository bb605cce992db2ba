/** Twice the side that the model sees, so that pictures up to twice as wide as high are not scaled up. */
export const clipPictureSize = 448;
