from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class VerificationType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VerificationType_Unknow: _ClassVar[VerificationType]
    VerificationType_Picture: _ClassVar[VerificationType]
    VerificationType_Phone: _ClassVar[VerificationType]

class VerificationOp(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VerificationOp_Unknow: _ClassVar[VerificationOp]
    VerificationOp_Request: _ClassVar[VerificationOp]
    VerificationOp_InputAndLogin: _ClassVar[VerificationOp]
VerificationType_Unknow: VerificationType
VerificationType_Picture: VerificationType
VerificationType_Phone: VerificationType
VerificationOp_Unknow: VerificationOp
VerificationOp_Request: VerificationOp
VerificationOp_InputAndLogin: VerificationOp

class C2S(_message.Message):
    __slots__ = ("type", "op", "code")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    OP_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    type: int
    op: int
    code: str
    def __init__(self, type: _Optional[int] = ..., op: _Optional[int] = ..., code: _Optional[str] = ...) -> None: ...

class S2C(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Request(_message.Message):
    __slots__ = ("c2s",)
    C2S_FIELD_NUMBER: _ClassVar[int]
    c2s: C2S
    def __init__(self, c2s: _Optional[_Union[C2S, _Mapping]] = ...) -> None: ...

class Response(_message.Message):
    __slots__ = ("retType", "retMsg", "errCode", "s2c")
    RETTYPE_FIELD_NUMBER: _ClassVar[int]
    RETMSG_FIELD_NUMBER: _ClassVar[int]
    ERRCODE_FIELD_NUMBER: _ClassVar[int]
    S2C_FIELD_NUMBER: _ClassVar[int]
    retType: int
    retMsg: str
    errCode: int
    s2c: S2C
    def __init__(self, retType: _Optional[int] = ..., retMsg: _Optional[str] = ..., errCode: _Optional[int] = ..., s2c: _Optional[_Union[S2C, _Mapping]] = ...) -> None: ...
