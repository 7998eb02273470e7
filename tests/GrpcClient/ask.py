#!/usr/bin/python3
"""ask.py ADDRESS METHOD JSON [TOKEN]: a client that shares nothing with the product.

Debian's python3-grpcio and python3-protobuf; the messages are built from what the server's reflection says of itself. Prints the answer as JSON,
or "CODE: message" and ends with 1. METHOD health asks grpc.health.v1, of the service that stands in the place of the request. Of a stream it prints a line for each of the first messages (ASK_MESSAGES).
"""
import json, os, sys

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def fields(data):
    """(number, bytes) of each length-delimited field."""
    at = 0
    while at < len(data):
        tag, at = varint(data, at)
        if tag & 7 == 2:
            length, at = varint(data, at)
            yield tag >> 3, data[at:at + length]
            at += length
        elif tag & 7 == 0:
            _, at = varint(data, at)
        else:
            raise ValueError(f'wire type {tag & 7}')


def described(channel, symbol, **more):
    """The files of a symbol, as grpc.reflection.v1 gives them."""
    name = symbol.encode()
    ask = channel.stream_stream('/grpc.reflection.v1.ServerReflection/ServerReflectionInfo')
    pool, files = descriptor_pool.DescriptorPool(), {}
    for answer in ask(iter([b'\x22' + bytes([len(name)]) + name]), timeout=10, **more):
        for number, inner in fields(answer):
            if number == 4:
                for _, file in fields(inner):
                    parsed = descriptor_pb2.FileDescriptorProto.FromString(file)
                    files[parsed.name] = parsed
    added = set()

    def add(file):
        if file.name not in added:
            added.add(file.name)
            for needed in file.dependency:
                add(files[needed])
            pool.Add(file)

    for file in files.values():
        add(file)
    return pool


def main():
    address, method, text = sys.argv[1:4]
    metadata = [('authorization', f'Bearer {sys.argv[4]}')] if len(sys.argv) > 4 else []
    with grpc.insecure_channel(address) as channel:
        try:
            if method == 'health':
                service = b'' if text == '{}' else text.encode()
                print(channel.unary_unary('/grpc.health.v1.Health/Check')(b'\x0a' + bytes([len(service)]) + service if service else b'', timeout=10).hex())
                return 0
            pool = described(channel, 'trafficclassifier.v1.Usage')
            call = pool.FindServiceByName('trafficclassifier.v1.Usage').FindMethodByName(method)
            make = getattr(message_factory, 'GetMessageClass', None) or message_factory.MessageFactory(pool).GetPrototype
            request, response = make(call.input_type), make(call.output_type)
            ask = channel.unary_stream if method == 'WatchUsage' else channel.unary_unary
            answer = ask(f'/trafficclassifier.v1.Usage/{method}', request_serializer=lambda message: message.SerializeToString(), response_deserializer=response.FromString)(
                json_format.Parse(text, request()), timeout=float(os.environ.get('ASK_SECONDS', '20')), metadata=metadata)
            if method != 'WatchUsage':
                print(json.dumps(json_format.MessageToDict(answer, preserving_proto_field_name=True)))
                return 0
            for _, message in zip(range(int(os.environ.get('ASK_MESSAGES', '1'))), answer):
                print(json.dumps(json_format.MessageToDict(message, preserving_proto_field_name=True)), flush=True)
            return 0
        except grpc.RpcError as error:
            print(f'{error.code().name}: {error.details()}')
            return 1


sys.exit(main())
