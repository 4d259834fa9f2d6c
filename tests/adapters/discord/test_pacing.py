"""The pace of all requests together: never more than Discord allows, and answers to interactions do not wait for it."""

import asyncio

from adapters.discord.limits import MOST_REQUESTS
from tests.adapters.discord.conftest import Serving
from tests.fakes.telegram.limits import most

MANY = 3 * MOST_REQUESTS


async def test_no_second_sees_more_requests_than_discord_allows(serving: Serving) -> None:
    client, discord, alice = serving.adapter._client, serving.discord, serving.discord.person("alice")
    assert client is not None
    guild = discord.guild("Lounge", alice)
    channels = [guild.text(f"channel-{number}") for number in range(MANY)]
    fetched = asyncio.gather(*(client.fetch_channel(channel.id) for channel in channels))
    answer = await (await alice.slash(channels[0], "about")).answer()
    assert answer.text
    assert not fetched.done()
    await fetched
    counted = [call for call in discord.api.calls if not call.by_token]
    assert len(counted) >= MANY
    assert most([call.arrived for call in counted], 1.0) <= MOST_REQUESTS
    assert all(call.status != 429 for call in discord.api.calls)
