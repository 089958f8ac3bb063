import painted from '../../../docs/images/street-swirls.jpg';
import classes from './PaintedStreet.module.css';

/** What comes out: the built-in street, painted by this program. */
export function PaintedStreet() {
  return (
    <figure className={classes.figure}>
      <img
        className={classes.picture}
        src={painted}
        width={896}
        height={504}
        alt="A street of houses under a swirling blue sky, painted by this program"
      />
      <figcaption className={classes.caption}>
        the built-in street after the built-in painting “Impasto swirls”
      </figcaption>
    </figure>
  );
}
