import { getPicture } from '../../shared/contracts/pictures.js';
import { AppError } from '../../shared/domain/errors.js';
import { drawPicture } from '../../shared/domain/sample-shop/picture/draw-picture.js';
import type { ItemView } from '../../shared/ports/item-view.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from './endpoint.js';

/** Opened by itself, an SVG is a page: this one may do nothing. Without keys, because `<img>` can send none. */
const contentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

/** What the `image_url` of a sample product leads to. */
export function pictureTrigger(
  dependencies: EndpointDependencies & { readonly items: ItemView },
): ApiTrigger {
  const operations = { GET: picture(dependencies.items) };
  return httpTrigger({ name: 'picture', route: 'pictures/{id}', operations }, dependencies);
}

const picture = (items: ItemView) =>
  operation(getPicture, ({ params: { id } }) => {
    const item = items.get(id);
    const body = item && drawPicture(item);
    if (body !== undefined) {
      return { body, headers: { 'content-security-policy': contentSecurityPolicy } };
    }
    const shortId = id.slice(0, 100);
    const why = item ? `the item ${shortId} has no drawing` : `no item ${shortId}`;
    throw new AppError('not-found', why);
  });
