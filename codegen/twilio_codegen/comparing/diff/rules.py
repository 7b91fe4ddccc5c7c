"""Lists the rules by which changes are classified. `docs/compatibility.md` is written from this table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["breaking", "additive", "documentation", "wire-only"]

LEVELS: dict[Level, str] = {
    "breaking": "Code that ran or passed a type checker may do so no more. The next release is a major one.",
    "additive": "There is something new; what was there works as before. The next release is a minor one.",
    "documentation": "Only words changed. The next release is a patch.",
    "wire-only": "The client talks to the service otherwise; users need not know. The next release is a patch.",
}
"""What each class of changes means."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of change.

    Attributes:
        id: Its name.
        level: Its severity.
        why: The reason for that severity.
        example: An edit of a schema or of declarations that is such a change.
    """

    id: str
    level: Level
    why: str
    example: str


def _table(*rules: Rule) -> dict[str, Rule]:
    return {rule.id: rule for rule in rules}


RULES: dict[str, Rule] = _table(
    # -- classes and aliases
    Rule("package-renamed", "breaking", "Every import fails.", "`package: twilio_chat` → `package: chat`"),
    Rule("class-added", "additive", "Nobody uses what was not there.", "a new entry below `values`"),
    Rule("class-removed", "breaking", "Importing it fails.", "the file of a resource is deleted"),
    Rule("class-renamed", "breaking", "Importing it under the old name fails.", "`LastMessage` → `NewestMessage`"),
    Rule(
        "class-moved",
        "documentation",
        "It left a namespace of TypeScript; its Python name is the same.",
        "`Client.Options` → `ClientOptions`",
    ),
    Rule(
        "class-changed-kind",
        "breaking",
        "A received object cannot be built, options cannot be received.",
        "a value gets `input: true`",
    ),
    Rule("union-added", "additive", "Nobody uses what was not there.", "a new entry below `types`"),
    Rule("union-removed", "breaking", "Importing it fails.", "an entry below `types` is deleted"),
    Rule("union-renamed", "breaking", "Importing it under the old name fails.", "`State` → `ClientState`"),
    Rule(
        "union-moved",
        "documentation",
        "It left a namespace of TypeScript; its Python name is the same.",
        "`Channel.Status` → `ChannelStatus`",
    ),
    Rule(
        "union-opened",
        "breaking",
        "Any string may be received now; a `match` over all strings that ends in `assert_never` is complete no more.",
        "`MemberType` allows any other `string`",
    ),
    Rule(
        "union-accepts-more",
        "additive",
        "The alias is only passed in, never received: any other string may be passed, too.",
        "`ChannelSortingCriteria` allows any other `string`",
    ),
    Rule(
        "union-closed",
        "breaking",
        "Comparing with other strings, or passing them, is an error now.",
        "`MemberType` allows no other `string` any more",
    ),
    Rule(
        "member-added",
        "breaking",
        "A `match` over all strings that ends in `assert_never` is complete no more. At run time nothing breaks: "
        "strings that are not known pass through.",
        "`MemberType` gets `email`",
    ),
    Rule(
        "member-accepted",
        "additive",
        "The alias is only passed in, never received: there is one more thing to pass.",
        "`ChannelSortingCriteria` gets `dateCreated`",
    ),
    Rule("member-removed", "breaking", "Comparing with it is an error now.", "`MemberType` loses `sms`"),
    Rule("member-renamed", "breaking", "Comparing with the old string is an error now.", "`sms` → `text`"),
    # -- properties and fields that are read
    Rule("property-added", "additive", "Nobody reads what was not there.", "a new property"),
    Rule("property-removed", "breaking", "Reading it fails.", "a property is deleted"),
    Rule("property-renamed", "breaking", "Reading it under the old name fails.", "`createdBy` → `creator`"),
    Rule(
        "property-respelt",
        "documentation",
        "The documented name changed, the Python name is the same.",
        "`roleSID` → `roleSid`",
    ),
    Rule("property-nullable", "breaking", "Code that does not look for None is an error.", "`string` → `string?`"),
    Rule(
        "property-not-null",
        "additive",
        "Code that looks for None still works; the test has become superfluous.",
        "`string?` → `string`",
    ),
    Rule(
        "property-narrowed",
        "additive",
        "Everything that can come now could come before: a class less, or whole numbers instead of any.",
        "`number` → `integer`",
    ),
    Rule("property-type", "breaking", "Code written for the old type is wrong.", "`string` → `datetime`"),
    Rule("property-default", "wire-only", "What is shown while the service has sent nothing.", "`default: {}`"),
    Rule("reason-added", "additive", "An event more, or a reason more in it.", "`reason: friendlyName` is new"),
    Rule(
        "reason-removed",
        "breaking",
        "Handlers that wait for this reason wait in vain.",
        "`reason: friendlyName` is deleted",
    ),
    Rule(
        "reason-changed",
        "breaking",
        "Handlers that wait for the old reason wait in vain.",
        "`reason: body` → `reason: attributes`",
    ),
    # -- fields that users fill in
    Rule("option-added", "additive", "It may be left out.", "a new field with a default"),
    Rule("option-required-added", "breaking", "Code that does not give it fails.", "a new field, type `string`"),
    Rule("option-removed", "breaking", "Giving it fails.", "a field is deleted"),
    Rule("option-renamed", "breaking", "Giving it under the old name fails.", "`isPrivate` → `private`"),
    Rule("option-respelt", "documentation", "The Python name is the same.", "`roleSID` → `roleSid`"),
    Rule("option-accepts-more", "additive", "What could be given still can.", "`string` → `string?`"),
    Rule("option-accepts-less", "breaking", "Some of what could be given cannot.", "`string?` → `string`"),
    Rule("option-optional", "additive", "It may be left out now.", "`default: false` is new"),
    Rule("option-required", "breaking", "Code that leaves it out fails.", "`default: false` is deleted"),
    Rule("option-default", "breaking", "Who leaves it out gets something else.", "`default: ascending` changes"),
    Rule(
        "field-order",
        "breaking",
        "These are data classes: fields can be given, and taken in a `match`, by position.",
        "two fields of a payload change places",
    ),
    # -- methods
    Rule("method-added", "additive", "Nobody calls what was not there.", "a new method"),
    Rule("method-removed", "breaking", "Calling it fails.", "a method is deleted"),
    Rule("method-renamed", "breaking", "Calling it under the old name fails.", "`decline` → `refuse`"),
    Rule("method-respelt", "documentation", "The Python name is the same.", "`getURL` → `getUrl`"),
    Rule(
        "method-static",
        "breaking",
        "Static methods are plain, those of objects have to be awaited.",
        "`static: true` is new",
    ),
    Rule(
        "method-plain",
        "breaking",
        "What is answered from a list of the object is plain; everything else has to be awaited.",
        "`property` → `select`",
    ),
    Rule("result-nullable", "breaking", "Code that does not look for None is an error.", "`integer` → `integer?`"),
    Rule("result-not-null", "additive", "Code that looks for None still works.", "`integer?` → `integer`"),
    Rule("result-narrowed", "additive", "Everything that can come could come before.", "`number` → `integer`"),
    Rule("result-type", "breaking", "Code written for the old type is wrong.", "`list[Member]` → `Member`"),
    Rule("result-added", "additive", "A result that nobody expects can be ignored.", "`none` → `self`"),
    Rule("result-removed", "breaking", "Code that uses the result fails.", "`self` → `none`"),
    Rule("requirement-added", "breaking", "Calls that worked are refused.", "`requires` gets an entry"),
    Rule("requirement-removed", "additive", "Calls that were refused work.", "`requires` loses an entry"),
    Rule("keywords-added", "additive", "Another way to say the same.", "`spread: true` is new"),
    Rule("keywords-removed", "breaking", "Calls with these keywords fail.", "`spread: true` is deleted"),
    Rule(
        "effects-documented",
        "documentation",
        "Another error or event is named; what happens is up to the service.",
        "`causes` gets an entry",
    ),
    # -- parameters
    Rule("parameter-added", "additive", "It comes last and may be left out.", "a new parameter with a default"),
    Rule("parameter-required-added", "breaking", "Calls without it fail.", "a new parameter without a default"),
    Rule("parameter-removed", "breaking", "Calls that give it fail.", "a parameter is deleted"),
    Rule("parameter-renamed", "breaking", "Calls that name it fail.", "`identity` → `user`"),
    Rule("parameter-respelt", "documentation", "The Python name is the same.", "`channelSID` → `channelSid`"),
    Rule(
        "parameter-order",
        "breaking",
        "Arguments given by position land elsewhere. Those that may be left out come last in Python, so a new default "
        "can cause this, too.",
        "two parameters change places",
    ),
    Rule("parameter-optional", "additive", "It may be left out now.", "`default: 30` is new"),
    Rule("parameter-required", "breaking", "Calls that leave it out fail.", "`default: 30` is deleted"),
    Rule("parameter-accepts-more", "additive", "What could be passed still can.", "`string` → `string?`"),
    Rule("parameter-accepts-less", "breaking", "Some of what could be passed cannot.", "`string?` → `string`"),
    Rule("parameter-default", "breaking", "Who leaves it out gets something else.", "`default: 30` → `50`"),
    Rule("check-added", "breaking", "Arguments that were accepted are refused.", "`check: non-empty` is new"),
    Rule("check-removed", "additive", "Arguments that were refused are accepted.", "`check` is deleted"),
    # -- events
    Rule("event-added", "additive", "Nobody listens to what was not there.", "a new event"),
    Rule("event-removed", "breaking", "Connecting a handler fails.", "an event is deleted"),
    Rule("event-renamed", "breaking", "Connecting under the old name fails.", "`removed` → `deleted`"),
    Rule(
        "event-respelt",
        "breaking",
        "The attribute is the same, but handlers can be connected by documented name, too.",
        "`tokenABOUT` → `tokenAbout`",
    ),
    Rule("payload-nullable", "breaking", "Handlers that do not expect None fail.", "`Member` → `Member?`"),
    Rule("payload-not-null", "additive", "Handlers that expect None still work.", "`Member?` → `Member`"),
    Rule("payload-narrowed", "additive", "Handlers get nothing they did not get before.", "`number` → `integer`"),
    Rule("payload-type", "breaking", "Handlers written for the old payload are wrong.", "`Member` → `User`"),
    Rule("payload-added", "breaking", "Handlers have to take an argument.", "`payload: number` is new"),
    Rule("payload-removed", "breaking", "Handlers have to take no argument.", "`payload` is deleted"),
    Rule("bubbling-added", "additive", "The owner tells of it, too.", "`bubbles: memberUpdated` is new"),
    Rule("bubbling-removed", "breaking", "Handlers at the owner wait in vain.", "`bubbles` is deleted"),
    # -- everything
    Rule("deprecated", "additive", "It works; type checkers and Python warn.", "`deprecated: {…}` is new"),
    Rule("undeprecated", "documentation", "A warning less.", "`deprecated: {…}` is deleted"),
    Rule(
        "deprecation-changed",
        "documentation",
        "The warning has other words, or names another release.",
        "`remove-in: 2.0.0` is deleted",
    ),
    Rule("described", "documentation", "Only words.", "another `doc`"),
    Rule("wire-changed", "wire-only", "How the client talks to the service.", "`wire: text` → `wire: body`"),
)
"""Every rule by its id."""
