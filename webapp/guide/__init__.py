"""What a visitor may read about the treatment, the clinics and this finder; each part sourced."""

from webapp.guide.content import Guide, GuidePage, Paragraph, Section, Source
from webapp.guide.reader import GuideError, packaged, read
from webapp.guide.shown import ShownPage, plain, shown
from webapp.guide.topics import Topic, part, topics_for

__all__ = [
    "Guide",
    "GuideError",
    "GuidePage",
    "Paragraph",
    "Section",
    "ShownPage",
    "Source",
    "Topic",
    "packaged",
    "part",
    "plain",
    "read",
    "shown",
    "topics_for",
]
