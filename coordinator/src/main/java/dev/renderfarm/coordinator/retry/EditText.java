package dev.renderfarm.coordinator.retry;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.RequestField;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Edits as the fields of a line that asks for them. */
final class EditText {

    static Map<RequestField, Object> fields(Edit edit) {
        Map<RequestField, Object> fields = new EnumMap<>(RequestField.class);
        fields.put(RequestField.IMAGE, name(edit.image()));
        if (edit.mask() != null) {
            fields.put(RequestField.MASK, mask(edit.mask()));
        }
        fields.put(RequestField.STRENGTH, edit.strength());
        if (edit.place() == null) {
            fields.put(RequestField.RESIZE, edit.resize().wireName());
        } else {
            fields.put(RequestField.PLACE, place(edit.place()));
        }
        fields.put(RequestField.PASTE, edit.paste());
        if (edit.feather() > 0) {
            fields.put(RequestField.FEATHER, edit.feather());
        }
        fields.put(RequestField.MASK_TO_LATENTS, edit.maskToLatents().wireName());
        fields.put(RequestField.ENCODE, edit.encode().wireName());
        return fields;
    }

    /** The file's id where it is an upload, else its key. */
    private static String name(SourcePicture picture) {
        return ObjectKeys.uploaded(picture.key()).map(FileId::value).orElse(picture.key());
    }

    private static String mask(Mask mask) {
        if (mask instanceof Mask.OfFile file) {
            return name(file.file());
        }
        return Mask.WhiteBackground.NAME + ":" + ((Mask.WhiteBackground) mask).tolerance();
    }

    private static String place(Place place) {
        if (place instanceof Place.Centred centred) {
            return centred.fit() == null ? "center" : "fit:" + centred.fit();
        }
        Place.At at = (Place.At) place;
        String corner = at.x() + "," + at.y();
        return at.width() == null && at.height() == null
                ? corner
                : corner + "," + Objects.toString(at.width(), "") + "," + Objects.toString(at.height(), "");
    }

    private EditText() {}
}
