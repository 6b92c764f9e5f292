"""The front page at the desk: what stands where, why, and what comes next."""

from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import slots
from articles.admin.front_page_form import STORIES, SlotForm
from articles.front_page import FrontPage, front_page
from articles.models import Article, Section, Slot
from newsroom.lib.http import private_page

_OFFERED = 60
_Place = Slot.Place


@dataclass
class Position:
    """A place as the screen shows it: `slot` is what holds it, None where `story` came by itself."""

    name: str
    place: str
    section: Section | None
    story: Article | None
    slot: Slot | None
    form: SlotForm
    waiting: list[tuple[Slot, str]] = field(default_factory=list)

    @property
    def label(self) -> str:
        return Slot(place=self.place, section=self.section).place_name

    @property
    def is_open(self) -> bool:
        return self.form.is_bound


@admin.register(Slot)
class SlotAdmin(admin.ModelAdmin):
    """One screen with every place, each with a form of its own."""

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        sections = list(Section.objects.all())
        bound = {}
        if request.method == "POST":
            done, bound = self._act(request, sections)
            if done:
                return HttpResponseRedirect(f"{_address()}#{done}")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Front page"),
            "opts": self.opts,
            "positions": _positions(sections, bound),
            "stories": STORIES,
            "offered": Article.objects.select_related("section").defer("copy").changed_last()[:_OFFERED],
            "may_fill": self.has_add_permission(request),
        }
        status = 422 if bound else 200
        return private_page(TemplateResponse(request, "admin/articles/slot/front_page.html", context, status=status))

    def add_view(self, request, form_url="", extra_context=None):
        return HttpResponseRedirect(_address())

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return HttpResponseRedirect(_address())

    def _act(self, request, sections):
        """Do what was asked of a place; return its name and, where that was refused, the form by that name."""
        name = request.POST.get("place", "")
        places = {each: (place, section) for each, place, section in _places(sections)}
        if name not in places:
            return "content", {}
        if "take_out" in request.POST:
            self._take_out(request, places[name])
            return name, {}
        place, section = places[name]
        form = SlotForm(request.POST, prefix=name, instance=Slot(place=place, section=section))
        if not form.is_valid():
            return None, {name: form}
        slots.fill(form.instance, by=request.user)
        self.log_addition(request, form.instance, form.instance.place_name)
        self.message_user(request, _said(form.instance), messages.SUCCESS)
        return name, {}

    def _take_out(self, request, position):
        place, section = position
        asked = request.POST["take_out"]
        slot = Slot.objects.filter(pk=asked if asked.isdecimal() else 0, place=place, section=section).first()
        if slot:
            self.log_deletions(request, Slot.objects.filter(pk=slot.pk))
            slots.empty(slot, by=request.user)
        self.message_user(request, _("It is taken out."), messages.SUCCESS)


def _address() -> str:
    return reverse("admin:articles_slot_changelist")


def _said(slot: Slot) -> str:
    now = timezone.now()
    if slot.starts_at > now:
        return _("It is set for later.")
    if slot.holds_at(now):
        return _("Readers see it now, unless something else is pinned there.")
    return _("It takes its place as soon as it is published.")


def _places(sections):
    """Yield (name in the form, place, section) in the order of the page."""
    for place in Slot.Place:
        if place != _Place.SECTION:
            yield str(place), place, None
    for section in sections:
        yield f"section-{section.pk}", _Place.SECTION, section


def _positions(sections: list[Section], bound: dict[str, SlotForm]) -> list[Position]:
    page, now = front_page(), timezone.now()
    filled = list(Slot.objects.for_pages().select_related("article__section", "filled_by", "section"))
    positions = []
    for name, place, section in _places(sections):
        key = (place, section.pk if section else None)
        form = bound.get(name) or SlotForm(prefix=name, instance=Slot(place=place, section=section))
        held = page.held.get(key)
        # With who filled it, which readers' pages do not fetch.
        slot = next((each for each in filled if held and each.pk == held.pk), None)
        position = Position(name, place, section, _story_in(page, place, section), slot, form)
        others = [each for each in filled if (each.place, each.section_id) == key and each != slot]
        position.waiting = [(each, why) for each in others if (why := _why_waiting(each, slot, now))]
        positions.append(position)
    return positions


def _story_in(page: FrontPage, place: str, section: Section | None) -> Article | None:
    if place == _Place.BREAKING:
        return page.breaking.article if page.breaking else None
    if place == _Place.LEAD:
        return page.lead
    if section:
        return next((row[0] for own, row in page.rows if own == section), None)
    number = int(place.removeprefix("second-"))
    return page.seconds[number - 1] if len(page.seconds) >= number else None


def _why_waiting(slot: Slot, holder: Slot | None, now) -> str:
    """Say why a slot does not hold its place; "" for one that never will again."""
    if slot.starts_at > now:
        return _("comes later")
    if slot.article and slot.article.publication is Article.Publication.WITHDRAWN:
        return _("its story was withdrawn")
    if slot.article and not slot.article.is_published:
        return _("waits until its story is published")
    if not slot.holds_at(now):
        return ""
    return _("waits behind what is pinned") if holder else _("its story stands in another place already")
