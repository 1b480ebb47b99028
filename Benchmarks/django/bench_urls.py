"""The peer's addresses, and its contact list with our filter and row rule: `/api/filtered/`, with `count=1` counted as the peer does."""
from crm.api import ContactV
from django.urls import path
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.response import Response
from urls import urlpatterns as peer

OWNERS, TEAMS = 20, 5


class Uncounted(LimitOffsetPagination):
    """One row more than asked for tells whether there is a next page, as ours does; the peer's own page counts all."""

    def paginate_queryset(self, queryset, request, view=None):
        if request.query_params.get("count") == "1":
            return super().paginate_queryset(queryset, request, view)
        limit = self.get_limit(request)
        self.rows = list(queryset[: limit + 1])
        self.more = len(self.rows) > limit
        return self.rows[:limit]

    def get_paginated_response(self, data):
        if hasattr(self, "rows"):
            return Response({"next": self.more, "results": data})
        return super().get_paginated_response(data)


class Filtered(ContactV):
    pagination_class = Uncounted

    def get_queryset(self):
        team = [owner for owner in range(1, OWNERS + 1) if (owner - 1) % TEAMS == (self.request.user.id - 1) % TEAMS]
        return super().get_queryset().filter(stage="customer", score__gte=50, owner_id__in=team).order_by("-created_at", "-id")


urlpatterns = [path("api/filtered/", Filtered.as_view({"get": "list"}))] + peer
