"""Deliveries of webhooks over the API."""

from __future__ import annotations

from tests.integration.api.conftest import Api

from reelwright.domain.task import TaskFailure


async def ended_task(api: Api) -> str:
    task_id = await api.submit(webhook="https://example.com/hooks")
    await api.core.tasks.claim(task_id)
    await api.core.tasks.fail(task_id, 1, TaskFailure("task_failed", "no"))
    return task_id


async def test_the_delivery_of_an_ended_task_is_shown_and_can_be_sent_again(api: Api) -> None:
    task_id = await ended_task(api)
    (delivery,) = (await api.client.get(f"/v1/tasks/{task_id}/webhook-deliveries")).json()["data"]
    assert (delivery["state"], delivery["tries"]) == ("waiting", 0)
    assert delivery["url"] == "https://example.com/hooks/callback"
    again = await api.client.post(f"/v1/tasks/{task_id}/webhook-deliveries/{delivery['id']}/resend")
    assert again.status_code == 200
    assert again.json()["data"]["id"] == delivery["id"]


async def test_a_delivery_that_is_not_there_is_a_404_of_the_usual_shape(api: Api) -> None:
    task_id = await ended_task(api)
    for path in (
        f"/v1/tasks/{task_id}/webhook-deliveries/msg_none/resend",
        "/v1/tasks/task_x/webhook-deliveries/msg/resend",
    ):
        answer = await api.client.post(path)
        assert answer.status_code == 404
        assert answer.json()["error"]["type"] == "invalid_request_error"
