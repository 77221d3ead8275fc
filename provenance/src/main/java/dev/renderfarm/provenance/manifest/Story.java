package dev.renderfarm.provenance.manifest;

import java.util.function.Function;

/** What was done to come by a picture. */
public sealed interface Story {

    ModelCredit model();

    <R> R fold(Function<Created, R> onCreated, Function<Edited, R> onEdited, Function<Composed, R> onComposed);

    /** A model drew it from words. */
    record Created(ModelCredit model) implements Story {
        @Override
        public <R> R fold(
                Function<Created, R> onCreated, Function<Edited, R> onEdited, Function<Composed, R> onComposed) {
            return onCreated.apply(this);
        }
    }

    /** A model drew over parts of a photo, or all of it. */
    record Edited(ModelCredit model, IngredientPicture source) implements Story {
        @Override
        public <R> R fold(
                Function<Created, R> onCreated, Function<Edited, R> onEdited, Function<Composed, R> onComposed) {
            return onEdited.apply(this);
        }
    }

    /** A cut-out was placed into what a model drew. */
    record Composed(ModelCredit model, IngredientPicture placed) implements Story {
        @Override
        public <R> R fold(
                Function<Created, R> onCreated, Function<Edited, R> onEdited, Function<Composed, R> onComposed) {
            return onComposed.apply(this);
        }
    }
}
