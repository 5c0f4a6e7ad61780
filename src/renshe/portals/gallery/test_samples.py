"""The gallery's page as it is, for tests of templates: its figures are examples already."""

from renshe.portals.gallery.pages.gallery import gallery_page

PAGES = {"gallery/pages/gallery.html": gallery_page}
