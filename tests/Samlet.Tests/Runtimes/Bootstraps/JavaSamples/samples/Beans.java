package samples;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Methods that return what they get, so that an event shows how it is read and written. */
public class Beans {
    public enum Color { RED, GREEN }

    public static class Plain {
        private String text;
        private int number;
        private Plain next;

        public String getText() {
            return text;
        }

        public void setText(String value) {
            text = value;
        }

        public int getNumber() {
            return number;
        }

        public void setNumber(int value) {
            number = value;
        }

        public Plain getNext() {
            return next;
        }

        public void setNext(Plain value) {
            next = value;
        }
    }

    public static class Extended extends Plain {
        public boolean more = true;
    }

    /** Names and access that bean naming treats in ways of its own. */
    public static class Names {
        public String field;
        public final String fixed = "fixed";
        public transient String passing = "transient";
        public static String shared = "static";
        String hidden = "hidden";
        private String privateSetter;
        private String noSetter;
        private Boolean done;
        private boolean open;

        public String getURL() {
            return "url";
        }

        public String getaName() {
            return "aName";
        }

        public String getX() {
            return "x";
        }

        public boolean isOpen() {
            return open;
        }

        public void setOpen(boolean value) {
            open = value;
        }

        public Boolean isDone() {
            return done;
        }

        public void setDone(Boolean value) {
            done = value;
        }

        public String isText() {
            return "no getter";
        }

        public String getPrivateSetter() {
            return privateSetter;
        }

        private void setPrivateSetter(String value) {
            privateSetter = value;
        }

        public String getNoSetter() {
            return noSetter;
        }

        public List<String> getLazy() {
            return new ArrayList<String>();
        }

        String getHidden() {
            return hidden;
        }

        public String get() {
            return "no name";
        }

        public String getWith(String argument) {
            return argument;
        }
    }

    public static class Values {
        public byte aByte;
        public short aShort;
        public long aLong;
        public float aFloat;
        public double aDouble;
        public char aChar;
        public boolean aBoolean;
        public Integer anInteger;
        public BigDecimal decimal;
        public BigInteger big;
        public Number number;
        public AtomicInteger atomic;
        public Color color;
        public UUID uuid;
        public byte[] bytes;
        public ByteBuffer buffer;
        public char[] chars;
        public int[] ints;
        public String[][] table;
        public Object any;
    }

    public static class Containers {
        public List<Plain> list;
        public Map<String, Plain> map;
        public Map<Integer, List<Color>> byNumber;
        public EnumMap<Color, Integer> byColor;
        public Set<String> set;
        public SortedSet<Integer> sorted;
        public Collection<Long> longs;
        public Iterable<String> texts;
        public Optional<String> optional;
        public OptionalInt optionalInt;
        public List<? extends Number> numbers;
        public Pair<String, List<Integer>> pair;
    }

    public static class Pair<A, B> {
        public A first;
        private B second;

        public B getSecond() {
            return second;
        }

        public void setSecond(B value) {
            second = value;
        }
    }

    public static class Times {
        public Instant instant;
        public LocalDate date;
        public LocalDateTime dateTime;
        public LocalTime time;
        public OffsetDateTime offset;
        public Duration duration;
        public YearMonth month;
        public Date old;
        public Calendar calendar;
    }

    public static class Overloads {
        private Object value;

        public String getValue() {
            return String.valueOf(value);
        }

        public void setValue(int number) {
            value = "int " + number;
        }

        public void setValue(String text) {
            value = "text " + text;
        }
    }

    public static class Cycle {
        public Cycle getSelf() {
            return this;
        }
    }

    public static class Endless {
        public Endless getOther() {
            return new Endless();
        }
    }

    public static class Failing {
        public String getBroken() {
            throw new IllegalStateException("broken");
        }
    }

    public interface Shape {
        String getName();
    }

    public static class Circle implements Shape {
        public int radius = 1;

        @Override
        public String getName() {
            return "circle";
        }
    }

    public Plain plain(Plain value) {
        return value;
    }

    public Plain declared(Object value) {
        return new Extended();
    }

    public Object dynamic(Object value) {
        return new Extended();
    }

    public Shape shape(Object value) {
        return new Circle();
    }

    public List<Shape> shapes(Object value) {
        List<Shape> shapes = new ArrayList<Shape>();
        shapes.add(new Circle());
        return shapes;
    }

    public Names names(Names value) {
        return value;
    }

    public Values values(Values value) {
        return value;
    }

    public Containers containers(Containers value) {
        return value;
    }

    public Times times(Times value) {
        return value;
    }

    public Overloads overloads(Overloads value) {
        return value;
    }

    public Object any(Object value) {
        return value;
    }

    public String type(Object value) {
        return value == null ? "null" : value.getClass().getSimpleName();
    }

    public String text(String value) {
        return value;
    }

    public int number(int value) {
        return value;
    }

    public Integer integer(Integer value) {
        return value;
    }

    public boolean flag(boolean value) {
        return value;
    }

    public Color color(Color value) {
        return value;
    }

    public List<Integer> list(List<Integer> value) {
        return value;
    }

    public Shape takesInterface(Shape value) {
        return value;
    }

    public Object cycle(Object value) {
        return new Cycle();
    }

    public Object endless(Object value) {
        return new Endless();
    }

    public Object failing(Object value) {
        return new Failing();
    }

    public Object empty(Object value) {
        return new Object();
    }

    public Object nulls(Object value) {
        Map<String, Object> map = new LinkedHashMap<String, Object>();
        map.put("z", null);
        map.put("a", new Object[] {null, Double.NaN, 1e20, 'c', "\u0001\"\\/\u00e9\ud83d\ude00"});
        return map;
    }
}
