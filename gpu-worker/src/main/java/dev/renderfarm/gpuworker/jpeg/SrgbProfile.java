package dev.renderfarm.gpuworker.jpeg;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An ICC profile of sRGB (IEC 61966-2-1) as the specification of profiles, version 4 (ISO 15076-1), has it: a display of
 * three primaries, adapted to D50, and a curve. It is written out here since the one of a Java runtime changes with it.
 */
final class SrgbProfile {

    private static final int HEADER_BYTES = 128;
    private static final int VERSION_4_2 = 0x0420_0000;
    private static final double[] D50 = {0.9642, 1, 0.8249};
    /** From D65 to D50, by Bradford's matrix. */
    private static final double[] ADAPTATION = {
        1.047882, 0.022918, -0.050217, 0.029586, 0.990478, -0.017075, -0.009247, 0.015076, 0.751678
    };

    private static final double[] RED = {0.436066, 0.222488, 0.013916};
    private static final double[] GREEN = {0.385147, 0.716873, 0.097076};
    private static final double[] BLUE = {0.143066, 0.060608, 0.714096};
    /** Exponent, then a and b, c and d of the function of type 3: sRGB's two pieces. */
    private static final double[] CURVE = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};

    private static final int CURVE_TYPE = 3;

    static byte[] bytes() {
        byte[] curve = element(
                "para", ByteBuffer.allocate(24).putShort((short) CURVE_TYPE).putShort((short) 0), CURVE);
        Map<String, byte[]> elements = new LinkedHashMap<>();
        elements.put("desc", text("sRGB"));
        elements.put("cprt", text("no copyright"));
        elements.put("wtpt", element("XYZ ", ByteBuffer.allocate(12), D50));
        elements.put("chad", element("sf32", ByteBuffer.allocate(36), ADAPTATION));
        elements.put("rXYZ", element("XYZ ", ByteBuffer.allocate(12), RED));
        elements.put("gXYZ", element("XYZ ", ByteBuffer.allocate(12), GREEN));
        elements.put("bXYZ", element("XYZ ", ByteBuffer.allocate(12), BLUE));
        elements.put("rTRC", curve);
        elements.put("gTRC", curve);
        elements.put("bTRC", curve);
        return profile(elements);
    }

    /** Header, table of tags, elements; tags that have the same element share it. */
    private static byte[] profile(Map<String, byte[]> elements) {
        int free = HEADER_BYTES + Integer.BYTES + elements.size() * 3 * Integer.BYTES;
        List<byte[]> written = new ArrayList<>();
        Map<byte[], Integer> places = new IdentityHashMap<>();
        for (byte[] element : elements.values()) {
            if (places.putIfAbsent(element, free) == null) {
                written.add(element);
                free += element.length;
            }
        }
        ByteBuffer profile = ByteBuffer.allocate(free);
        header(profile, free);
        profile.position(HEADER_BYTES).putInt(elements.size());
        elements.forEach((tag, element) ->
                profile.put(ascii(tag)).putInt(places.getOrDefault(element, 0)).putInt(element.length));
        written.forEach(profile::put);
        return profile.array();
    }

    /** What is not written is 0: no preferred program, platform, maker, flags and digest; the intent is perceptual. */
    private static void header(ByteBuffer profile, int size) {
        profile.putInt(size).putInt(0).putInt(VERSION_4_2);
        profile.put(ascii("mntrRGB XYZ "));
        profile.putShort((short) 2026).putShort((short) 1).putShort((short) 1);
        profile.position(36).put(ascii("acsp"));
        profile.position(68);
        fixed(profile, D50);
    }

    private static byte[] element(String type, ByteBuffer content, double[] numbers) {
        fixed(content, numbers);
        return ByteBuffer.allocate(8 + content.capacity())
                .put(ascii(type))
                .putInt(0)
                .put(content.array())
                .array();
    }

    /** English, as multi-localised Unicode, up to a multiple of four bytes. */
    private static byte[] text(String text) {
        byte[] utf16 = text.getBytes(StandardCharsets.UTF_16BE);
        return ByteBuffer.allocate(28 + (utf16.length + 3) / 4 * 4)
                .put(ascii("mluc"))
                .putInt(0)
                .putInt(1)
                .putInt(12)
                .put(ascii("enUS"))
                .putInt(utf16.length)
                .putInt(28)
                .put(utf16)
                .array();
    }

    private static void fixed(ByteBuffer target, double[] numbers) {
        for (double number : numbers) {
            target.putInt((int) Math.round(number * 65_536));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private SrgbProfile() {}
}
