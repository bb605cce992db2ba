/** What a rating from 1 to 5 stars says: 4 and 5 are liked, 3 was merely seen, 1 and 2 were regretted. */
export function typeOfRating(rating: number): 'like' | 'view' | 'dismiss' {
  if (rating >= 4) return 'like';
  return rating >= 3 ? 'view' : 'dismiss';
}
