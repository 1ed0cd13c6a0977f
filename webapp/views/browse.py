"""Pages to browse: all places, a country, a state and a town, with how many clinics each has."""

from dataclasses import replace

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from indexer.clinic import Address
from indexer.place import Place
from indexer.search import UNCOUNTED, Query, Region, Sort
from webapp import browse, language, placing, regions
from webapp.collaborators import collaborators
from webapp.nearest import MOST_ASKED, nearest

bp = Blueprint("browse", __name__)

_COUNTRY = f"<any({','.join(regions.COUNTRIES)}):country>"


@bp.get("/browse")
def everywhere() -> str:
    """List the countries and their states with how many clinics each has."""
    index, places = collaborators().index, collaborators().places
    towns = index.towns()
    found = [
        (country, browse.states(towns, country.region.country, places))
        for country in browse.countries(towns, places)
    ]
    return render_template(
        "browse.html",
        found=found,
        total=sum(towns.values()),
        nowhere=sum(count for town, count in towns.items() if not town.country),
    )


@bp.get(f"/{_COUNTRY}")
def country(country: str) -> str:
    """List the states of a country."""
    index, places = collaborators().index, collaborators().places
    region = Region(country=regions.COUNTRIES[country])
    towns = index.towns()
    states = browse.states(towns, region.country, places)
    vague = browse.vague(towns, region)
    name = regions.name_of_country(region.country)
    return render_template(
        "browse_country.html",
        region=region,
        name=name,
        states=states,
        vague=vague,
        total=vague + sum(state.count for state in states),
        **_frame(region),
    )


@bp.get(f"/{_COUNTRY}/<state>")
def state(country: str, state: str) -> AnyResponse:
    """List the clinics of a state by town; of a state with very many, its towns."""
    index, places = collaborators().index, collaborators().places
    towns = index.towns()
    region = browse.state_of(towns, regions.COUNTRIES[country], state, places)
    if region is None:
        abort(404)
    here = regions.url(region, places)
    if not here.endswith(f"/{state}"):
        return redirect(here, 301)
    place = regions.state(region.state, region.country, places)
    answer = index.search(
        Query(place=region, sort=Sort.NAME, limit=browse.MOST_LISTED, counted=UNCOUNTED)
    )
    is_whole = answer.total <= browse.MOST_LISTED
    return _page(
        "browse_state.html",
        region=region,
        name=regions.name_of_state(region, places),
        total=answer.total,
        towns=browse.towns_of(towns, region, places),
        by_town=browse.by_town(answer.hits) if is_whole else {},
        vague=browse.vague(towns, region),
        near=placing.typed(place, places) if place else "",
        nearest=() if answer.total else nearest(index, place),
    )


@bp.get(f"/{_COUNTRY}/<state>/<town>")
def town(country: str, state: str, town: str) -> AnyResponse:
    """List the clinics of a town, and the nearest outside it."""
    index, places = collaborators().index, collaborators().places
    towns = index.towns()
    within = browse.state_of(towns, regions.COUNTRIES[country], state, places)
    if within is None:
        abort(404)
    place = regions.town(town.replace("-", " "), within, places)
    region = browse.town_of(towns, within, town) or _empty(within, place)
    here = regions.url(region, places)
    if language.localised(request.path) != here:
        return redirect(here, 301)
    hits = index.search(
        Query(place=region, sort=Sort.NAME, limit=MOST_ASKED, counted=UNCOUNTED)
    ).hits
    inside = {hit.id for hit in hits}
    return _page(
        "browse_town.html",
        region=region,
        name=region.city,
        state=regions.name_of_state(region, places),
        total=len(hits),
        clinics=[browse.listed(hit.clinic) for hit in hits],
        near=placing.typed(place, places) if place else "",
        nearest=nearest(index, place, inside),
    )


def _empty(within: Region, place: Place | None) -> Region:
    """Return the town that the place table knows and no clinic is in; abort with 404 if none."""
    return replace(within, city=place.name) if place else abort(404)


def _page(template: str, *, region: Region, **shown: object) -> Response:
    return make_response(render_template(template, region=region, **shown, **_frame(region)))


def _frame(region: Region) -> dict[str, object]:
    """Return what stands around every page of a region: the way up, and itself for machines."""
    address = Address(country=region.country, state=region.state, city=region.city)
    trail = regions.trail(address, collaborators().places)
    origin = request.host_url.rstrip("/")
    return {
        "trail": trail[:-1],
        "canonical": trail[-1].url,
        "address": origin + trail[-1].url,
        "linked": [regions.linked(trail, origin)],
    }
