package samlet.bootstrap.json;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JsonMappingException;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.AbstractCollection;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractQueue;
import java.util.AbstractSequentialList;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Maps, collections and arrays; interfaces and abstract classes get the implementations that Jackson chooses. */
final class Containers {
    private Containers() {
    }

    static Object readMap(JsonDecoder decoder, BoundType type) throws IOException {
        BoundType keyType = type.argumentOf(Map.class, 0);
        BoundType valueType = type.argumentOf(Map.class, 1);
        Map<Object, Object> map = newMap(type, keyType);
        JsonInput in = decoder.input();
        in.beginObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            try {
                Object key = keyOf(name, keyType);
                Object value = decoder.read(valueType);
                if (key != null || !(map instanceof EnumMap)) {
                    map.put(key, value);
                }
            } catch (JsonMappingException error) {
                throw error.at(map.getClass(), "\"" + name + "\"");
            }
        }

        return map;
    }

    /** Keys are texts in JSON; for other types they are read as if they were values. */
    private static Object keyOf(String name, BoundType type) throws IOException {
        if (type.raw == String.class || type.raw == Object.class) {
            return name;
        }

        JsonOutput quoted = new JsonOutput(name.length() + 2);
        quoted.value(name);
        return JsonDecoder.decode(quoted.bytes().toByteArray(), type);
    }

    static Object readCollection(JsonDecoder decoder, BoundType type) throws IOException {
        BoundType elementType = type.argumentOf(type.raw == Iterable.class ? Iterable.class : Collection.class, 0);
        Collection<Object> collection = newCollection(type, elementType);
        JsonInput in = decoder.input();
        if (in.peek() != '[') {
            collection.add(readElement(decoder, elementType, collection.getClass(), 0));
            return collection;
        }

        in.beginArray();
        while (in.nextElement()) {
            collection.add(readElement(decoder, elementType, collection.getClass(), collection.size()));
        }

        return collection;
    }

    static Object readArray(JsonDecoder decoder, BoundType type) throws IOException {
        BoundType elementType = type.element();
        List<Object> elements = new ArrayList<Object>();
        JsonInput in = decoder.input();
        if (in.peek() == '[') {
            in.beginArray();
            while (in.nextElement()) {
                elements.add(readElement(decoder, elementType, type.raw, elements.size()));
            }
        } else {
            elements.add(decoder.read(elementType));
        }

        Object array = Array.newInstance(type.raw.getComponentType(), elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Array.set(array, i, elements.get(i));
        }

        return array;
    }

    private static Object readElement(JsonDecoder decoder, BoundType type, Class<?> owner, int place)
            throws IOException {
        try {
            return decoder.read(type);
        } catch (JsonMappingException error) {
            throw error.at(owner, Integer.toString(place));
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<Object, Object> newMap(BoundType type, BoundType keyType) throws IOException {
        Class<?> raw = type.raw;
        if (raw == EnumMap.class) {
            return new EnumMap(keyType.raw);
        }

        if (raw == Map.class || raw == AbstractMap.class || raw == LinkedHashMap.class) {
            return new LinkedHashMap<Object, Object>();
        }

        if (raw == ConcurrentMap.class) {
            return new ConcurrentHashMap<Object, Object>();
        }

        if (raw == ConcurrentNavigableMap.class) {
            return new ConcurrentSkipListMap<Object, Object>();
        }

        return SortedMap.class.isAssignableFrom(raw) && isAbstract(raw)
                ? new TreeMap<Object, Object>()
                : (Map<Object, Object>) newInstance(type);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Collection<Object> newCollection(BoundType type, BoundType elementType) throws IOException {
        Class<?> raw = type.raw;
        if (EnumSet.class.isAssignableFrom(raw)) {
            return EnumSet.noneOf((Class) elementType.raw);
        }

        if (raw == List.class || raw == Collection.class || raw == Iterable.class || raw == ArrayList.class
                || raw == AbstractList.class || raw == AbstractCollection.class) {
            return new ArrayList<Object>();
        }

        if (raw == Set.class || raw == AbstractSet.class) {
            return new HashSet<Object>();
        }

        if (SortedSet.class.isAssignableFrom(raw) && isAbstract(raw)) {
            return new TreeSet<Object>();
        }

        boolean isQueue = Queue.class.isAssignableFrom(raw) && raw.isInterface();
        return isQueue || raw == AbstractQueue.class || raw == AbstractSequentialList.class
                ? new LinkedList<Object>()
                : (Collection<Object>) newInstance(type);
    }

    private static boolean isAbstract(Class<?> raw) {
        return Modifier.isAbstract(raw.getModifiers());
    }

    private static Object newInstance(BoundType type) throws IOException {
        try {
            Constructor<?> constructor = type.raw.getDeclaredConstructor();
            if (!Modifier.isPublic(constructor.getModifiers()) || !Modifier.isPublic(type.raw.getModifiers())) {
                constructor.setAccessible(true);
            }

            return constructor.newInstance();
        } catch (Exception error) {
            throw new InvalidDefinitionException(
                    "Cannot construct instance of `" + type + "` (no Creators, like default constructor, exist)");
        }
    }
}
