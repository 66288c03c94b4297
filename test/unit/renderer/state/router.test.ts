import { expect, it } from 'vitest';
import { createRouter } from '../../../../renderer/state/router.ts';

it('goes on top, and back the way that one came', () => {
  const router = createRouter({ name: 'map' });
  router.go({ name: 'settings' });
  router.go({ name: 'about' });
  expect(router.current.value.name).toBe('about');
  router.back();
  router.back();
  expect(router.current.value.name).toBe('map');
  expect(router.canGoBack.value).toBe(false);
  router.reset({ name: 'start' });
  router.back();
  expect(router.current.value.name).toBe('start');
});

it('shows the way back only where the menu does not lead there', () => {
  const router = createRouter({ name: 'start' });
  expect(router.showsBack.value).toBe(false);
  router.go({ name: 'connection' });
  expect(router.showsBack.value).toBe(true);
  router.reset({ name: 'map' });
  router.go({ name: 'settings' });
  expect(router.showsBack.value).toBe(false);
  router.go({ name: 'connection' });
  expect(router.showsBack.value).toBe(true);
  router.reset({ name: 'map' });
  router.go({ name: 'operator' });
  expect(router.showsBack.value).toBe(true);
});

it('comes back to a screen below instead of opening it twice', () => {
  const router = createRouter({ name: 'map' });
  router.go({ name: 'search', category: 'fuel' });
  router.go({ name: 'route' });
  router.go({ name: 'search' });
  expect(router.current.value).toEqual({ name: 'search' });
  router.back();
  expect(router.current.value.name).toBe('map');
});

it('lets a screen have a way back of its own, as long as it is there', () => {
  const router = createRouter({ name: 'start' });
  router.go({ name: 'sign-up' });
  let steps = 0;
  const leave = router.setEscape(() => {
    steps += 1;
  });
  router.escape();
  expect([steps, router.current.value.name]).toEqual([1, 'sign-up']);
  // The next screen came before this one went.
  const leaveNext = router.setEscape(() => {
    steps += 10;
  });
  leave();
  router.escape();
  expect(steps).toBe(11);
  leaveNext();
  router.escape();
  expect(router.current.value.name).toBe('start');
});
