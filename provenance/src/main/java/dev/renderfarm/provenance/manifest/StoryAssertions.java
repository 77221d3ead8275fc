package dev.renderfarm.provenance.manifest;

import dev.renderfarm.provenance.cbor.CborValue;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A story as assertions: actions, and the pictures that they took in (C2PA 2.2, sections 18.15 and 18.16). */
final class StoryAssertions {

    /** What a picture was is still in it, and is what it is seen as. */
    private static final String PARENT = "parentOf";
    /** It is a part of the picture. */
    private static final String COMPONENT = "componentOf";
    /** Name of ours for a parameter of an action, in the specification's form for such. */
    private static final String MODEL_DIGEST = "dev.renderfarm.model.digest";

    static List<Assertion> of(Story story) {
        return story.fold(StoryAssertions::created, StoryAssertions::edited, StoryAssertions::composed);
    }

    private static List<Assertion> created(Story.Created story) {
        return List.of(actions(byModel("c2pa.created", DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA, story.model())));
    }

    private static List<Assertion> edited(Story.Edited story) {
        Assertion ingredient = ingredient(story.source(), PARENT);
        return List.of(
                ingredient,
                actions(
                        withIngredient("c2pa.opened", ingredient),
                        byModel(
                                "c2pa.edited",
                                DigitalSourceType.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA,
                                story.model())));
    }

    private static List<Assertion> composed(Story.Composed story) {
        Assertion ingredient = ingredient(story.placed(), COMPONENT);
        return List.of(
                ingredient,
                actions(
                        byModel(
                                "c2pa.created",
                                DigitalSourceType.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA,
                                story.model()),
                        withIngredient("c2pa.placed", ingredient)));
    }

    /** Not {@code allActionsIncluded}: that a source was resized, or a picture cropped for where it goes, is no action here. */
    private static Assertion actions(CborValue... actions) {
        return new Assertion(ManifestLabels.ACTIONS, CborValue.map("actions", CborValue.items(actions)));
    }

    private static CborValue byModel(String action, DigitalSourceType type, ModelCredit model) {
        return CborValue.map(
                "action",
                CborValue.of(action),
                "digitalSourceType",
                CborValue.of(type.uri()),
                "softwareAgent",
                agent(model.agent()),
                "parameters",
                CborValue.map(MODEL_DIGEST, CborValue.of(model.digest())));
    }

    private static CborValue withIngredient(String action, Assertion ingredient) {
        return CborValue.map(
                "action",
                CborValue.of(action),
                "parameters",
                CborValue.map("ingredients", CborValue.items(ingredient.hashedUri())));
    }

    static CborValue agent(SoftwareAgent agent) {
        return CborValue.map("name", CborValue.of(agent.name()), "version", CborValue.of(agent.version()));
    }

    /** The digest of its file is its identity, as RFC 6920 writes it, and in hex for people. */
    private static Assertion ingredient(IngredientPicture picture, String relationship) {
        byte[] digest = HexFormat.of().parseHex(picture.sha256());
        String identity =
                "ni:///sha-256;" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        Map<CborValue, CborValue> entries = new LinkedHashMap<>();
        entries.put(CborValue.of("dc:title"), CborValue.of(picture.title()));
        if (picture.mediaType() != null) {
            entries.put(CborValue.of("dc:format"), CborValue.of(picture.mediaType()));
        }
        entries.put(CborValue.of("relationship"), CborValue.of(relationship));
        entries.put(CborValue.of("instanceID"), CborValue.of(identity));
        entries.put(CborValue.of("description"), CborValue.of("SHA-256 of the file: " + picture.sha256()));
        return new Assertion(ManifestLabels.INGREDIENT, new CborValue.Entries(entries));
    }

    private StoryAssertions() {}
}
