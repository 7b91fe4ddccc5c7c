def water_bed() -> None:
    x = = 1
