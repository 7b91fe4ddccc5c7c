# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""What the schema of the garden does not express."""


async def water_bed(bed: object) -> None:
    """Let it rain."""
    del bed
