package dev.renderfarm.common.batch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the characters of an input file are written as bytes. A name means what browsers take it for (WHATWG, Encoding):
 * where programs write a larger set under the name of a smaller one, it is the larger one.
 */
public enum TextEncoding {
    UTF_8("utf-8", "UTF-8"),
    UTF_16LE("utf-16le", "UTF-16LE", "utf-16"),
    UTF_16BE("utf-16be", "UTF-16BE"),
    WINDOWS_1250("windows-1250", "windows-1250", "cp1250"),
    WINDOWS_1251("windows-1251", "windows-1251", "cp1251"),
    WINDOWS_1252("windows-1252", "windows-1252", "cp1252", "iso-8859-1", "latin1"),
    WINDOWS_1253("windows-1253", "windows-1253", "cp1253"),
    WINDOWS_1254("windows-1254", "windows-1254", "cp1254", "iso-8859-9", "latin5"),
    WINDOWS_1255("windows-1255", "windows-1255", "cp1255"),
    WINDOWS_1256("windows-1256", "windows-1256", "cp1256"),
    WINDOWS_1257("windows-1257", "windows-1257", "cp1257"),
    WINDOWS_1258("windows-1258", "windows-1258", "cp1258"),
    WINDOWS_874("windows-874", "x-windows-874", "cp874", "tis-620", "iso-8859-11"),
    ISO_8859_2("iso-8859-2", "ISO-8859-2", "latin2"),
    ISO_8859_15("iso-8859-15", "ISO-8859-15", "latin9"),
    KOI8_R("koi8-r", "KOI8-R"),
    MACINTOSH("macintosh", "x-MacRoman", "mac-roman", "x-mac-roman"),
    GBK("gbk", "x-mswin-936", "gb2312", "cp936", "ms936"),
    GB18030("gb18030", "GB18030"),
    BIG5("big5", "x-windows-950", "cp950", "ms950"),
    SHIFT_JIS("shift_jis", "windows-31j", "sjis", "windows-31j", "cp932", "ms932"),
    EUC_JP("euc-jp", "EUC-JP"),
    EUC_KR("euc-kr", "x-windows-949", "cp949", "ms949", "ks_c_5601-1987");

    private final String wireName;
    private final String charset;
    private final List<String> otherNames;

    TextEncoding(String wireName, String charset, String... otherNames) {
        this.wireName = wireName;
        this.charset = charset;
        this.otherNames = List.of(otherNames);
    }

    /** The encoding of that name; case, hyphens and underscores do not matter. */
    public static Optional<TextEncoding> named(String name) {
        String wanted = bare(name);
        return Arrays.stream(values())
                .filter(encoding -> bare(encoding.wireName).equals(wanted)
                        || encoding.otherNames.stream()
                                .anyMatch(other -> bare(other).equals(wanted)))
                .findFirst();
    }

    /** For people: the names of all. */
    public static String describeAll() {
        return Arrays.stream(values()).map(TextEncoding::wireName).collect(Collectors.joining(", "));
    }

    /** Null for one of a later release. */
    @JsonCreator
    static @Nullable TextEncoding ofJson(String name) {
        return named(name).orElse(null);
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    public Charset charset() {
        return Charset.forName(charset);
    }

    /** Whether it writes all characters, as the farm's own texts. */
    public boolean isUnicode() {
        return this == UTF_8 || this == UTF_16LE || this == UTF_16BE;
    }

    private static String bare(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }
}
